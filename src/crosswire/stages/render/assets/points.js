// Finds, filters and orders the points; what is filtered out is hidden, never removed.
var tools = document.querySelector("#points .tools");

if (tools) {
  var points, homes, folded, words, tellers;
  var flat = make("div", "topic");
  var gather = function () {
    points = all(".point");
    homes = points.map(function (point) { return { parent: point.parentElement, next: point.nextSibling }; });
    folded = all("#points details.more");
    words = tellers = null;
  };
  gather();
  flat.hidden = true;
  tools.after(flat);

  // read when they are first asked for: a page of many points stands sooner
  var wordsOf = function (at) {
    words = words || points.map(function (point) { return tidy(point.textContent).toLowerCase(); });
    return words[at];
  };
  var tellersOf = function (point) {
    tellers = tellers || new Map(points.map(function (one) {
      return [one, new Set(all("[data-p]", one).flatMap(placesOf).map(function (place) { return place[0]; }))];
    }));
    return tellers.get(point);
  };

  var arrange = function () {
    var order = tools.elements.order.value;
    homes.slice().reverse().forEach(function (home, at) {
      home.parent.insertBefore(points[points.length - 1 - at], home.next);
    });
    flat.hidden = !order;
    if (!order) return;
    var sorted = points.slice().sort(function (a, b) {
      if (order === "reports") return tellersOf(b).size - tellersOf(a).size;
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
        (!fields.status.value || (point.dataset.s || "asserted") === fields.status.value) &&
        (!fields.report.value || tellersOf(point).has(Number(fields.report.value))) &&
        wanted.every(function (word) { return wordsOf(at).indexOf(word) >= 0; });
      point.hidden = !fits;
      if (fits) count += 1;
    });
    var flatly = Boolean(fields.order.value);
    all("#points .topic").forEach(function (topic) {
      if (topic !== flat) topic.hidden = flatly || !topic.querySelector(".point:not([hidden])");
    });
    folded.forEach(function (more) {
      if (active) more.open = true;
      more.hidden = !more.querySelector(".point:not([hidden]), .whole");
    });
    tools.querySelector(".found").textContent = active ? count + " of " + points.length + " points" : "";
  };

  // folds that were left out of a long page have come: what was arranged goes home, and all is arranged again
  document.addEventListener("whole", function () {
    var order = tools.elements.order;
    var wanted = order.value;
    order.value = "";
    arrange();
    gather();
    order.value = wanted;
    arrange();
    filter();
  });
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  tools.addEventListener("input", function (event) {
    if (event.target.name === "order") arrange();
    filter();
  });
}
