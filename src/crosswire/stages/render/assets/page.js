// Shared pieces. The page works without this script; nothing is loaded, nothing leaves the page.
var root = document.documentElement;
var panel = document.getElementById("panel");
var main = document.getElementById("main");
var wide = window.matchMedia("(min-width: 80rem)");
var still = window.matchMedia("(prefers-reduced-motion: reduce)");
var texts = {};

function make(tag, className, text) {
  var element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawn(tag, attributes) {
  var element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
  return element;
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

function all(selector, within) {
  return Array.from((within || document).querySelectorAll(selector));
}

function report(number) {
  return document.getElementById("d" + number);
}

function tidy(text) {
  return text.replace(/\s+/g, " ").trim();
}

// Offsets in the data count code points, those of a JavaScript string UTF-16 units.
function reportText(number) {
  if (!(number in texts)) {
    var element = report(number) && report(number).querySelector(".fulltext");
    texts[number] = element ? Array.from(element.textContent) : null;
  }
  return texts[number];
}

function reveal(element) {
  for (var above = element.parentElement; above; above = above.parentElement) {
    if (above.tagName === "DETAILS") above.open = true;
  }
}

function say(words) {
  all(".toast").forEach(function (old) { old.remove(); });
  var toast = make("p", "toast", words);
  toast.setAttribute("role", "status");
  (document.querySelector("dialog[open]") || document.body).append(toast);
  window.setTimeout(function () { toast.remove(); }, 2500);
}

function copy(text) {
  function byHand() {
    var field = make("textarea", "toast", text);
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    say("Copied with its sources");
  }
  if (!navigator.clipboard) return byHand();
  navigator.clipboard.writeText(text).then(function () { say("Copied with its sources"); }, byHand);
}
