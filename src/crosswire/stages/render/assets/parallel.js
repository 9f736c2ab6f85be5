// Two to four reports side by side: choose a claim in one, and the others come to where they say it.
var MOST = 4;
var sideView = null;

function withText() {
  return all(".reports > li").filter(function (item) { return item.querySelector(".fulltext"); });
}

function column(item) {
  var element = make("article", "column");
  element.tabIndex = 0;
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", "Report " + item.value);
  var title = make("h3", "", item.value + "  " + item.querySelector(".t").textContent);
  title.dir = "auto";
  element.append(title, metaOf(item, ""));
  element.append(item.querySelector(".fulltext").cloneNode(true));
  return element;
}

// the numbers of a claim's points: in its data where there are several, else in its link alone
function keysOf(claim) {
  return claim.dataset.k ? claim.dataset.k.split(" ") : [claim.hash.slice(2)];
}

// what two of the reports shown both say stands out from what one says alone
function shared(columns) {
  var tellers = {};
  all(".column", columns).forEach(function (column, at) {
    all(".k", column).forEach(function (claim) {
      keysOf(claim).forEach(function (key) { (tellers[key] = tellers[key] || new Set()).add(at); });
    });
  });
  all(".k", columns).forEach(function (claim) {
    claim.classList.toggle("both", keysOf(claim).some(function (key) { return tellers[key].size > 1; }));
  });
}

// a claim chosen in one column lights its fellows and brings them level
function linked(columns) {
  var held = null;
  function light(claim) {
    var keys = claim ? keysOf(claim) : [];
    var home = claim && claim.closest(".column");
    all(".column", columns).forEach(function (other) {
      var nearest = null;
      all(".k", other).forEach(function (element) {
        var shared = keysOf(element).some(function (key) { return keys.indexOf(key) >= 0; });
        element.classList.toggle("lit", shared);
        if (shared && !nearest) nearest = element;
      });
      if (nearest && other !== home) {
        var away = nearest.getBoundingClientRect().top - claim.getBoundingClientRect().top;
        other.scrollBy({ top: away, behavior: still.matches ? "instant" : "smooth" });
      }
    });
  }
  columns.addEventListener("mouseover", function (event) {
    var claim = event.target.closest(".k");
    if (claim && !held) light(claim);
  });
  columns.addEventListener("focusin", function (event) {
    var claim = event.target.closest(".k");
    if (claim && !held) light(claim);
  });
  columns.addEventListener("click", function (event) {
    var claim = event.target.closest(".k");
    if (!claim) return;
    event.preventDefault();
    if (held) held.classList.remove("held");
    held = held === claim ? null : claim;
    if (held) held.classList.add("held");
    light(claim);
  });
}

function sideBySide() {
  var served = document.querySelector("a[data-side]");
  if (served) { location.href = served.href; return; }
  var items = withText();
  if (items.length < 2) return;
  if (sideView) sideView.remove();
  sideView = make("dialog", "side-view");
  sideView.setAttribute("aria-labelledby", "side-title");
  var bar = make("div", "side-head");
  var title = make("h2", "", "Reports side by side");
  title.id = "side-title";
  bar.append(title);
  var columns = make("div", "columns");
  var first = window.innerWidth > 1100 ? 3 : 2;
  items.forEach(function (item, at) {
    var label = make("label");
    var box = make("input");
    box.type = "checkbox";
    box.value = String(at);
    box.checked = at < first;
    label.append(box, item.value + " ", make("bdi", "", item.querySelector("bdi").textContent));
    bar.append(label);
  });
  bar.append(button("Close", "Close side by side", function () { sideView.close(); }));
  bar.append(make("p", "meta", "Underlined in colour: several of these reports say it; choose one to see where. In grey: one alone. Shaded words are shared with a copy."));
  function fill() {
    var chosen = all("input:checked", bar);
    columns.replaceChildren.apply(columns, chosen.map(function (box) { return column(items[Number(box.value)]); }));
    shared(columns);
    all("input", bar).forEach(function (box) {
      box.disabled = !box.checked ? chosen.length >= MOST : chosen.length <= 2;
    });
  }
  bar.addEventListener("change", fill);
  linked(columns);
  sideView.append(bar, columns);
  document.body.append(sideView);
  fill();
  sideView.showModal();
}

all("button[data-side]").forEach(function (opener) { opener.addEventListener("click", sideBySide); });
all("main .columns").forEach(function (columns) { shared(columns); linked(columns); });
