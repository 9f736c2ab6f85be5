// Opens a line's passages beside it, each in its full report, with the reason it stands there.
var shown = null; // {line, spots, at, opener}
var rest = panel ? Array.from(panel.childNodes) : [];

// "12.34.56,13.4.5": report, start, end; at a link to its report only start and end
function placesOf(element) {
  return element.dataset.p.split(",").map(function (place) {
    var parts = place.split(".").map(Number);
    if (parts.length < 3) parts.unshift(Number(element.hash.slice(2)));
    return parts;
  });
}

// what a line says itself, without who says it; of a name, the one beside the number
function ownWords(line, link) {
  var use = link.closest(".use");
  if (use) return tidy(use.firstChild.textContent);
  var words = line.querySelector(".t").cloneNode(true);
  all(".who, small", words).forEach(function (aside) { aside.remove(); });
  return tidy(words.textContent).replace(/^“|”$/g, "");
}

// who says it by whom: before the number among a point's voices, above the list among its passages
function chainOf(element) {
  var voice = element.closest(".voices > li");
  if (voice) return tidy(voice.firstChild.textContent);
  var above = element.tagName === "LI" && element.parentElement.previousElementSibling;
  return above && above.tagName === "P" ? tidy(above.textContent) : "";
}

function wordsAt(place) {
  return (reportText(place[0]) || []).slice(place[1], place[2]).join("");
}

function spotsOf(line) {
  var holders = [line, line.dataset.ev && document.getElementById(line.dataset.ev)].filter(Boolean);
  return holders.flatMap(function (holder) { return all("[data-p]", holder); }).flatMap(function (element) {
    var quoted = element.querySelector("q");
    var why = element.querySelector("small");
    var chain = chainOf(element);
    return placesOf(element).map(function (place) {
      return {
        report: place[0], start: place[1], end: place[2],
        words: quoted ? quoted.textContent : wordsAt(place) || ownWords(line, element),
        why: why ? why.textContent : "",
        chain: chain
      };
    });
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

// "Joined at 0.89: words +1.75, other speaker -0.73; without …" as words and bars
function reasons(why) {
  var found = /^Joined at ([\d.]+): ([^;]*)(?:; (.*))?$/.exec(why);
  if (!found) return null;
  var element = make("details", "panel-why");
  element.append(make("summary", "", "Why it stands with the others: joined at " + found[1]));
  var bars = make("div", "bars");
  found[2].split(", ").forEach(function (part) {
    var weight = /^(.*) ([+-][\d.]+)$/.exec(part);
    if (!weight) return;
    var value = Number(weight[2]);
    var strip = drawn("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" });
    strip.append(drawn("rect", { width: Math.min(100, Math.abs(value) * 25), height: 6, class: value < 0 ? "less" : "" }));
    bars.append(make("span", "", weight[1]), strip, make("span", "", weight[2]));
  });
  element.append(bars);
  element.append(make("p", "", (found[3] ? found[3] + ". " : "") + "From 0.50 on, two statements are one point."));
  return element;
}

function cited(line, spots) {
  var title = line.querySelector(".t");
  var lines = [tidy((title || line).textContent)];
  spots.forEach(function (spot) {
    var source = report(spot.report);
    if (!source) return;
    var link = source.querySelector(".meta a[href^=http]");
    var place = tidy(source.querySelector(".meta").textContent).split(" · ")[0];
    var when = source.querySelector(".when").textContent;
    lines.push("[" + spot.report + "] “" + tidy(spot.words) + "” — " + place + ", " + when + (link ? ", " + link.href : ""));
  });
  return lines;
}

// a disagreement goes along whole: what is asked, each side with its sources, and how it reads
function told(conflict) {
  var sides = all(".side", conflict).flatMap(function (side) { return cited(side, spotsOf(side)); });
  var reading = conflict.querySelector(".reading");
  return [tidy(conflict.querySelector("h3").textContent)].concat(sides, reading ? ["Reading: " + tidy(reading.lastChild.textContent)] : []);
}

function copyShown() {
  if (!shown) return;
  var conflict = shown.line.closest(".conflict");
  var lines = conflict ? told(conflict) : cited(shown.line, shown.spots);
  var id = (conflict || shown.line).id;
  var page = location.protocol === "file:" ? document.title + " " : location.href.split("#")[0];
  if (id) lines.push(page + "#" + id);
  copy(lines.join("\n"));
}

function head(now) {
  var element = make("div", "panel-head");
  var bar = make("div", "panel-bar");
  var place = make("p", "", "Passage " + (shown.at + 1) + " of " + shown.spots.length);
  place.setAttribute("aria-live", "polite");
  bar.append(
    place,
    button("←", "Previous passage", function () { step(-1); }, shown.at === 0),
    button("→", "Next passage", function () { step(1); }, shown.at + 1 === shown.spots.length),
    button("Copy", "Copy with citation", copyShown),
    button("Close", "Close evidence", close)
  );
  element.append(bar);
  var title = shown.line.querySelector(".t");
  if (title) {
    var words = make("p", "panel-line", tidy(title.textContent));
    words.dir = "auto";
    element.append(words);
  }
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

// outlet, day and address as the list of reports has them: an outlet's name may be written from right to left
function metaOf(source, lead) {
  var element = make("p", "meta", lead);
  element.append.apply(element, Array.from(source.querySelector(".meta").cloneNode(true).childNodes));
  return element;
}

function draw() {
  var now = shown.spots[shown.at];
  var source = report(now.report);
  var points = reportText(now.report);
  var body = make("div", "panel-body");
  body.tabIndex = 0;
  body.setAttribute("role", "region");
  body.setAttribute("aria-label", "The report");
  var heading = make("h2", "", source ? source.querySelector(".t").textContent : "Report " + now.report);
  heading.id = "panel-title";
  heading.dir = "auto";
  body.append(heading);
  if (source) body.append(metaOf(source, "Report " + now.report + " · "));
  if (now.chain) body.append(make("p", "meta", "Said by: " + now.chain));
  var why = reasons(now.why);
  if (why) body.append(why);
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
  if (below > body.clientHeight * 0.8) body.scrollTop += below - body.clientHeight * 0.45;
}

function go(at) {
  var label = document.activeElement && document.activeElement.getAttribute("aria-label");
  var within = panel.contains(document.activeElement);
  shown.at = at;
  draw();
  if (!within) return;
  var again = all("button", panel).find(function (b) {
    return b.getAttribute("aria-label") === label && !b.disabled;
  });
  (again || panel).focus({ preventScroll: true });
}

function step(by) {
  var at = shown.at + by;
  if (at >= 0 && at < shown.spots.length) go(at);
}

// `wanted` is a place, or a report alone: [report, start, end] or [report]
function open(line, wanted, opener, quietly, given) {
  var spots = given || spotsOf(line);
  if (!spots.length) return false;
  if (shown) shown.line.classList.remove("active");
  var at = spots.findIndex(function (spot) {
    return spot.report === wanted[0] && (wanted.length < 2 || spot.start === wanted[1] && spot.end === wanted[2]);
  });
  shown = { line: line, spots: spots, at: Math.max(0, at), opener: opener };
  var before = line.getBoundingClientRect().top;
  line.classList.add("active");
  root.classList.add("open");
  draw();
  // on a middling screen the page has become narrower: keep the line where the reader's eye is
  window.scrollBy({ top: line.getBoundingClientRect().top - before, behavior: "instant" });
  if (!quietly) panel.focus({ preventScroll: true });
  return true;
}

function close() {
  if (!shown) return;
  var last = shown;
  shown = null;
  var before = last.line.getBoundingClientRect().top;
  last.line.classList.remove("active");
  root.classList.remove("open");
  panel.replaceChildren.apply(panel, rest);
  window.scrollBy({ top: last.line.getBoundingClientRect().top - before, behavior: "instant" });
  if (last.opener) last.opener.focus({ preventScroll: true });
}

document.addEventListener("click", function (event) {
  var line = event.target.closest("#main .line");
  if (!panel || !line || event.ctrlKey || event.metaKey || event.shiftKey) return;
  var link = event.target.closest("a");
  var summary = event.target.closest("summary");
  if (link && !/^#d\d/.test(link.getAttribute("href"))) return;
  if (summary && !summary.parentElement.classList.contains("ev")) return;
  if (!link && !summary && String(window.getSelection())) return;
  var placed = event.target.closest("[data-p]");
  var wanted = placed ? placesOf(placed)[0] : link ? [Number(link.hash.slice(2))] : [];
  if (open(line, wanted, link || summary || line.querySelector("summary, a"))) event.preventDefault();
});

function named() {
  try { return location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return null; }
}

// "#at=report,start,end" is a passage of a report: what search finds
function passageNamed() {
  var parts = /^#at=([^,]*),(\d+),(\d+)$/.exec(location.hash);
  if (!parts) return false;
  var id = "";
  try { id = decodeURIComponent(parts[1]); } catch (error) { return false; }
  var item = all(".reports > li").find(function (one) { return one.dataset.id === id; });
  if (!item) return false;
  var spot = { report: item.value, start: Number(parts[2]), end: Number(parts[3]), words: "", why: "", chain: "" };
  spot.words = wordsAt([spot.report, spot.start, spot.end]);
  item.scrollIntoView({ block: "center" });
  return open(item, [], null, true, [spot]);
}

// a deep link opens what is behind its line, where there is room beside it
function followHash() {
  if (panel && passageNamed()) return;
  var target = named();
  if (!panel || !target) return;
  reveal(target);
  if (target.matches(".line") && wide.matches && !(shown && shown.line === target)) open(target, [], null, true);
}
window.addEventListener("hashchange", followHash);
document.addEventListener("whole", function () { if (!shown) followHash(); });
followHash();
// where the page was opened at a place, what stood above it has been measured only now
window.addEventListener("load", function () {
  var target = named();
  if (target) window.requestAnimationFrame(function () { target.scrollIntoView(); });
});
