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

// the strip of sections marks the one being read, and on a narrow page comes along with it: only once the page has come
// to rest, only where the mark is out of sight, and never while a hand is on the strip (it must not move under a finger)
var strip = document.querySelector(".toc");
if (strip && "IntersectionObserver" in window) {
  var entries = all(".toc a");
  var seen = {};
  var restsAt = 0;
  var waiting = 0;
  var follow = function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(comeAlong, Math.max(restsAt - performance.now(), 250));
  };
  var comeAlong = function () {
    var now = strip.querySelector("[aria-current]");
    if (!now) return;
    var mark = now.getBoundingClientRect();
    var sight = strip.getBoundingClientRect();
    if (mark.left < sight.left || mark.right > sight.right) strip.scrollTo({ left: now.offsetLeft - 40 });
  };
  var observer = new IntersectionObserver(function (changes) {
    changes.forEach(function (change) { seen[change.target.id] = change.isIntersecting; });
    var now = entries.find(function (link) { return seen[link.hash.slice(1)]; });
    entries.forEach(function (link) {
      if (link === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    follow();
  }, { rootMargin: "-10% 0px -80% 0px" });
  var touched = function () {
    window.clearTimeout(waiting);
    restsAt = performance.now() + 1500;
  };
  strip.addEventListener("scroll", touched, { passive: true });
  strip.addEventListener("pointerdown", touched, { passive: true });
  all("main > section").forEach(function (section) { observer.observe(section); });
}
