// Finds, filters and orders the points; what is filtered out is hidden, never removed.
var tools = document.querySelector("#points .tools");

if (tools) {
  var points = all(".point");
  var homes = points.map(function (point) { return { parent: point.parentElement, next: point.nextSibling }; });
  var words = points.map(function (point) { return tidy(point.textContent).toLowerCase(); });
  var flat = make("div", "topic");
  var folded = all("#points details.more");
  flat.hidden = true;
  tools.after(flat);

  var arrange = function () {
    var order = tools.elements.order.value;
    homes.slice().reverse().forEach(function (home, at) {
      home.parent.insertBefore(points[points.length - 1 - at], home.next);
    });
    flat.hidden = !order;
    if (!order) return;
    var sorted = points.slice().sort(function (a, b) {
      if (order === "reports") return b.dataset.d.split(" ").length - a.dataset.d.split(" ").length;
      return (order === "few" ? 1 : -1) * (Number(a.dataset.r) - Number(b.dataset.r));
    });
    flat.append.apply(flat, sorted);
  };

  var filter = function () {
    var fields = tools.elements;
    var wanted = fields.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    var active = wanted.length || fields.verdict.value || fields.status.value || fields.report.value;
    var count = 0;
    points.forEach(function (point, at) {
      var verdict = fields.verdict.value;
      var fits = (!verdict || (verdict === "disputed" ? point.classList.contains("disputed") : point.dataset.v === verdict)) &&
        (!fields.status.value || point.dataset.s === fields.status.value) &&
        (!fields.report.value || point.dataset.d.split(" ").indexOf(fields.report.value) >= 0) &&
        wanted.every(function (word) { return words[at].indexOf(word) >= 0; });
      point.hidden = !fits;
      if (fits) count += 1;
    });
    var flatly = Boolean(fields.order.value);
    all("#points .topic").forEach(function (topic) {
      if (topic !== flat) topic.hidden = flatly || !topic.querySelector(".point:not([hidden])");
    });
    folded.forEach(function (more) {
      if (active) more.open = true;
      more.hidden = !more.querySelector(".point:not([hidden])");
    });
    tools.querySelector(".found").textContent = active ? count + " of " + points.length + " points" : "";
  };

  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  tools.addEventListener("input", function (event) {
    if (event.target.name === "order") arrange();
    filter();
  });
}
