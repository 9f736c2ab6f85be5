// Opens a line's passages beside it, each in its full report. The page works without this; nothing is loaded.
(function () {
  "use strict";
  var panel = document.getElementById("panel");
  var texts = {};
  var shown = null; // {line, spots, at, opener}
  document.documentElement.classList.add("js");

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function report(number) {
    return document.getElementById("d" + number);
  }

  // Offsets in the data count code points, those of a JavaScript string UTF-16 units.
  function reportText(number) {
    if (!(number in texts)) {
      var element = report(number) && report(number).querySelector(".fulltext");
      var points = element ? Array.from(element.textContent) : null;
      texts[number] = points;
    }
    return texts[number];
  }

  function spotsOf(line) {
    var holder = line.dataset.ev ? document.getElementById(line.dataset.ev) : line.querySelector("details.ev");
    if (!holder) return [];
    return Array.from(holder.querySelectorAll("a[data-p]"), function (link) {
      var parts = link.dataset.p.split(".").map(Number);
      var quoted = link.closest("li").querySelector("q");
      return { report: parts[0], start: parts[1], end: parts[2], words: quoted ? quoted.textContent : "" };
    });
  }

  function marked(points, spots, now) {
    var body = make("div", "panel-text");
    body.dir = "auto";
    var edges = new Set([0, points.length]);
    spots.forEach(function (spot) { edges.add(spot.start); edges.add(spot.end); });
    var sorted = Array.from(edges).filter(function (edge) { return edge <= points.length; });
    sorted.sort(function (a, b) { return a - b; });
    for (var i = 0; i + 1 < sorted.length; i += 1) {
      var start = sorted[i], end = sorted[i + 1];
      var words = points.slice(start, end).join("");
      var over = spots.filter(function (spot) { return spot.start <= start && spot.end >= end; });
      if (!over.length) body.append(words);
      else body.append(make("mark", over.indexOf(now) < 0 ? "" : "now", words));
    }
    return body;
  }

  function button(text, label, act, disabled, word) {
    var element = make("button", "", text);
    if (word) element.append(make("span", "word", word));
    element.type = "button";
    element.disabled = Boolean(disabled);
    if (label) element.setAttribute("aria-label", label);
    element.addEventListener("click", act);
    return element;
  }

  function head(now) {
    var element = make("div", "panel-head");
    var bar = make("div", "panel-bar");
    var place = make("p", "", "Passage " + (shown.at + 1) + " of " + shown.spots.length);
    place.setAttribute("aria-live", "polite");
    bar.append(
      place,
      button("←", "Previous passage", function () { step(-1); }, shown.at === 0, " Previous"),
      button("→", "Next passage", function () { step(1); }, shown.at + 1 === shown.spots.length, " Next"),
      button("Close", "Close evidence", close)
    );
    element.append(bar);
    var title = shown.line.querySelector(".t");
    if (title) element.append(make("p", "panel-line", title.textContent.trim()));
    var tabs = make("div", "panel-tabs");
    var seen = new Set();
    shown.spots.forEach(function (spot, at) {
      if (seen.has(spot.report)) return;
      seen.add(spot.report);
      var tab = button(String(spot.report), "Report " + spot.report, function () { go(at); });
      tab.className = "c";
      if (spot.report === now.report) tab.setAttribute("aria-current", "true");
      tabs.append(tab);
    });
    if (seen.size > 1) element.append(tabs);
    return element;
  }

  function draw() {
    var now = shown.spots[shown.at];
    var source = report(now.report);
    var points = reportText(now.report);
    var body = make("div", "panel-body");
    body.tabIndex = 0;
    var heading = make("h2", "", source ? source.querySelector(".t").textContent : "Report " + now.report);
    heading.id = "panel-title";
    body.append(heading);
    if (source) body.append(make("p", "meta", "Report " + now.report + " · " + source.querySelector(".meta").textContent.trim()));
    if (points) {
      var here = shown.spots.filter(function (spot) { return spot.report === now.report; });
      body.append(marked(points, here, now));
    } else {
      var alone = make("div", "panel-text");
      alone.append(make("mark", "now", now.words));
      body.append(alone, make("p", "meta", "This dossier was written without the full reports."));
    }
    panel.replaceChildren(head(now), body);
    var mark = panel.querySelector("mark.now");
    var below = mark && mark.getBoundingClientRect().bottom - body.getBoundingClientRect().top;
    if (below > body.clientHeight * 0.8) mark.scrollIntoView({ block: "center" });
  }

  function go(at) {
    var label = document.activeElement && document.activeElement.getAttribute("aria-label");
    shown.at = at;
    draw();
    var again = Array.from(panel.querySelectorAll("button")).find(function (b) {
      return b.getAttribute("aria-label") === label && !b.disabled;
    });
    (again || panel).focus({ preventScroll: true });
  }

  function step(by) {
    var at = shown.at + by;
    if (at >= 0 && at < shown.spots.length) go(at);
  }

  function open(line, number, opener) {
    var spots = spotsOf(line);
    if (!spots.length) return false;
    if (shown) shown.line.classList.remove("active");
    var at = spots.findIndex(function (spot) { return spot.report === number; });
    shown = { line: line, spots: spots, at: Math.max(0, at), opener: opener };
    var before = line.getBoundingClientRect().top;
    line.classList.add("active");
    document.documentElement.classList.add("open");
    panel.hidden = false;
    draw();
    // the page has become narrower: keep the line where the reader's eye is
    window.scrollBy({ top: line.getBoundingClientRect().top - before, behavior: "instant" });
    panel.focus({ preventScroll: true });
    return true;
  }

  function close() {
    if (!shown) return;
    var last = shown;
    shown = null;
    var before = last.line.getBoundingClientRect().top;
    last.line.classList.remove("active");
    document.documentElement.classList.remove("open");
    panel.hidden = true;
    panel.replaceChildren();
    window.scrollBy({ top: last.line.getBoundingClientRect().top - before, behavior: "instant" });
    if (last.opener) last.opener.focus({ preventScroll: true });
  }

  document.addEventListener("click", function (event) {
    var line = event.target.closest(".line");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var link = event.target.closest("a");
    var summary = event.target.closest("summary");
    if (link && !/^#d\d/.test(link.getAttribute("href"))) return;
    if (summary && !summary.parentElement.classList.contains("ev")) return;
    if (!link && !summary && String(window.getSelection())) return;
    var number = link ? Number(link.textContent) : 0;
    if (open(line, number, link || summary || line.querySelector("summary, a"))) event.preventDefault();
  });

  document.addEventListener("keydown", function (event) {
    if (!shown) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowRight" && panel.contains(document.activeElement)) step(1);
    else if (event.key === "ArrowLeft" && panel.contains(document.activeElement)) step(-1);
  });
})();
