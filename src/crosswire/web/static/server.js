// Keys for lists, seen without leaving the page, and news as it comes. Every page works without this.
(function () {
  "use strict";
  var items = Array.prototype.slice.call(document.querySelectorAll(".item"));
  var token = document.querySelector("meta[name=csrf-token]");
  var story = document.querySelector("[data-story]");

  function keysOff() {
    try { return localStorage.getItem("crosswire-keys") === "off"; } catch (error) { return false; }
  }
  function here() {
    return items.indexOf(document.activeElement && document.activeElement.closest(".item"));
  }
  function move(by) {
    var at = Math.max(0, Math.min(items.length - 1, here() + by));
    if (!items[at]) return;
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "nearest" });
  }
  function within(selector) {
    var item = items[here()];
    return item ? item.querySelector(selector) : null;
  }
  function mark(button) {
    var body = new URLSearchParams({ story: button.value });
    fetch("/seen", { method: "POST", body: body, headers: { "X-CSRF-Token": token.content } }).then(function (answer) {
      if (!answer.ok) return;
      var item = button.closest(".item");
      item.classList.remove("new", "changed");
      var news = item.querySelector(".news");
      if (news) news.textContent = "seen";
      button.disabled = true;
      item.focus({ preventScroll: true });
    });
  }
  var acts = {
    j: function () { move(1); },
    k: function () { move(-1); },
    o: function () { var link = within("h2 a"); if (link) link.click(); },
    m: function () { var button = within(".mark"); if (button && !button.disabled) mark(button); },
    x: function () { var box = within("input[type=checkbox]"); if (box) box.click(); },
    "/": function () { var field = document.getElementById("filter") || document.querySelector("input[type=search]"); if (field) field.focus(); },
    u: function () { var up = document.querySelector("main [rel=up]") || document.querySelector("[rel=up]"); if (up) up.click(); },
    "?": help
  };
  var words = [["j", "next"], ["k", "the one before"], ["o", "open"], ["m", "mark as seen"], ["x", "choose"], ["/", "filter or search"], ["u", "up: the dossier, the list"], ["Esc", "close"], ["?", "these keys"]];
  function help() {
    var dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", "Keys");
    var list = document.createElement("dl");
    list.className = "keys";
    words.filter(function (row) { return items.length || "jkomx".indexOf(row[0]) < 0; }).forEach(function (row) {
      var pair = document.createElement("div"), key = document.createElement("dt"), cap = document.createElement("kbd"), word = document.createElement("dd");
      cap.textContent = row[0];
      word.textContent = row[1];
      key.append(cap);
      pair.append(key, word);
      list.append(pair);
    });
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); });
    dialog.append(list, close);
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".mark");
    if (!button || !token) return;
    event.preventDefault();
    mark(button);
  });
  document.addEventListener("change", function (event) {
    var item = event.target.closest(".item");
    if (item && event.target.name === "story") item.classList.toggle("chosen", event.target.checked);
  });
  if (!document.getElementById("panel")) {
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]")) return;
      if (event.target.closest("input:not([type=checkbox]), select, textarea")) {
        if (event.key === "Escape") event.target.blur();
        return;
      }
      if (!acts[event.key] || keysOff()) return;
      event.preventDefault();
      acts[event.key]();
    });
  }
  if (story && window.EventSource) {
    var source = new EventSource("/api/events");
    source.addEventListener("story-new", tell);
    source.addEventListener("story-changed", tell);
  }
  // a long page comes without its folds; the whole page has them, the same ones in the same order
  function folds(within) {
    return Array.prototype.filter.call(within.querySelectorAll("#main details.more"), function (fold) { return !fold.parentElement.closest("details.more"); });
  }
  function fill() {
    var cut = folds(document);
    var link = document.querySelector("details > a.whole");
    if (!link) return;
    fetch(link.href).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (text) {
      var full = folds(new DOMParser().parseFromString(text, "text/html"));
      if (full.length !== cut.length) return;
      cut.forEach(function (fold, at) { fold.replaceChildren.apply(fold, Array.prototype.slice.call(full[at].childNodes)); });
      document.dispatchEvent(new Event("whole"));
    });
  }
  if (document.readyState === "complete") fill();
  else window.addEventListener("load", fill);
  // a page that is to look again, at a place in it: the browser by itself would only go to that place
  if (document.querySelector("meta[http-equiv=refresh]") && location.hash) {
    setTimeout(function () { location.reload(); }, 1000);
  }
  function tell() {
    if (document.querySelector(".fresh")) return;
    var head = document.querySelector(".indexhead .meta");
    if (!head) return;
    var link = document.createElement("a");
    link.className = "fresh";
    link.href = location.href;
    link.textContent = " There is news: load it.";
    head.append(link);
  }
})();
