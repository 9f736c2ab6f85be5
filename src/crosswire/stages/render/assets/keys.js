// Keys of one letter; they can be turned off, as some readers' tools send letters of their own.
var KEYS = [
  ["j", "next line"], ["k", "line before"], ["o", "open its passages"], ["← →", "passage before, next passage"],
  ["c", "copy with its sources"], ["/", "filter the points"], ["s", "reports side by side"],
  ["m", "map"], ["Esc", "close"], ["?", "these keys"]
];
var help = null;
var up = document.querySelector("main [rel=up]") || document.querySelector("[rel=up]");
if (up) KEYS.splice(-2, 0, ["u", "up to the list"]);

function keysOff() {
  try { return localStorage.getItem("crosswire-keys") === "off"; } catch (error) { return false; }
}

function showHelp() {
  if (!help) {
    help = make("dialog");
    help.setAttribute("aria-labelledby", "keys-title");
    var title = make("h2", "", "Keys");
    title.id = "keys-title";
    var list = make("dl", "keys");
    KEYS.forEach(function (row) {
      var pair = make("div");
      var key = make("dt");
      key.append(make("kbd", "", row[0]));
      pair.append(key, make("dd", "", row[1]));
      list.append(pair);
    });
    var label = make("label", "meta");
    var box = make("input");
    box.type = "checkbox";
    box.checked = !keysOff();
    box.addEventListener("change", function () {
      try { localStorage.setItem("crosswire-keys", box.checked ? "on" : "off"); } catch (error) { box.disabled = true; }
    });
    label.append(box, " Keys of one letter are on");
    var form = make("form");
    form.append(button("Close", "", function () { help.close(); }));
    help.append(title, list, label, form);
    document.body.append(help);
  }
  help.showModal();
}

function lines() {
  return all(".line", main).filter(function (line) { return line.checkVisibility && line.checkVisibility(); });
}

function move(by) {
  var found = lines();
  var here = shown ? shown.line : document.activeElement && document.activeElement.closest("#main .line");
  var at = found.indexOf(here);
  if (at < 0) {
    at = found.findIndex(function (line) { return line.getBoundingClientRect().top > 80; });
    if (by > 0) at -= 1;
  }
  var next = found[Math.max(0, Math.min(found.length - 1, at + by))];
  if (!next) return;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center", behavior: "instant" });
  if (shown) open(next, [], next, true);
}

function openHere() {
  var line = document.activeElement && document.activeElement.closest("#main .line");
  if (line) open(line, [], line, true);
}

var ACTS = {
  j: function () { move(1); },
  k: function () { move(-1); },
  o: openHere,
  c: copyShown,
  s: sideBySide,
  m: function () { location.hash = "#places"; },
  u: function () { if (up) up.click(); },
  "/": function () { if (tools) tools.elements.text.focus(); },
  "?": showHelp
};

document.addEventListener("keydown", function (event) {
  if (!panel || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  var typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    if (typing) typing.blur();
    else close();
    return;
  }
  if (typing) return;
  if (event.key === "Enter" && event.target.matches(".line")) { openHere(); return; }
  if (shown && event.key === "ArrowRight") step(1);
  else if (shown && event.key === "ArrowLeft") step(-1);
  else if (ACTS[event.key] && !keysOff()) ACTS[event.key]();
  else return;
  event.preventDefault();
});
