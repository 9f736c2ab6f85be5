// Sorts the coverage table, tells which section is read, names the outlet behind a number.
var worth = { "●": 3, "◐": 2, "✕": 1 };

all(".matrix").forEach(function (table) {
  var body = table.tBodies[0];
  var rows = Array.from(body.rows);
  all("thead th", table).forEach(function (head, column) {
    var act = head.querySelector("button");
    if (!act) return;
    act.addEventListener("click", function () {
      var again = head.getAttribute("aria-sort") === "descending";
      all("th[aria-sort]", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
      var value = function (row) {
        var text = tidy(row.cells[column].textContent);
        return column === 0 ? -rows.indexOf(row) : worth[text] || Number(text) || 0;
      };
      head.setAttribute("aria-sort", again ? "ascending" : "descending");
      var sorted = rows.slice().sort(function (a, b) { return (again ? -1 : 1) * (value(b) - value(a)); });
      body.append.apply(body, sorted);
    });
  });
});

document.addEventListener("mouseover", function (event) {
  var link = event.target.closest("a[href^='#d']");
  if (!link || link.title || link.closest("svg")) return;
  var source = report(link.textContent);  // none for "+8", which says in its title which they are
  if (source) link.title = tidy(source.querySelector(".meta").textContent);
});

// an event's or report's mark lights the lines that leave it
document.addEventListener("mouseover", function (event) {
  var mark = event.target.closest(".track a");
  var track = event.target.closest(".track");
  if (!track) return;
  all(".lit", track).forEach(function (line) { line.classList.remove("lit"); });
  if (!mark) return;
  var href = mark.getAttribute("href");
  all(".leads ." + (href[1] === "t" ? "e" : "r") + href.slice(2), track).forEach(function (line) { line.classList.add("lit"); });
});

if ("IntersectionObserver" in window) {
  var entries = all(".toc a");
  var seen = {};
  var observer = new IntersectionObserver(function (changes) {
    changes.forEach(function (change) { seen[change.target.id] = change.isIntersecting; });
    var now = entries.find(function (link) { return seen[link.hash.slice(1)]; });
    entries.forEach(function (link) {
      if (link === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    var strip = document.querySelector(".toc");
    if (now && strip.scrollWidth > strip.clientWidth) strip.scrollTo({ left: now.offsetLeft - 40 });
  }, { rootMargin: "-10% 0px -80% 0px" });
  all("main > section").forEach(function (section) { observer.observe(section); });
}
