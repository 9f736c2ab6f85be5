// Shows disagreements of some classes, about one thing; what is filtered out is hidden, never removed.
var sieve = document.querySelector(".sieve");

if (sieve) {
  var sift = function () {
    var conflicts = all(".conflict");
    var beyond = document.querySelector("#conflicts > details.more");
    var classes = all("input:checked", sieve).map(function (box) { return box.value; });
    var kind = sieve.elements.kind.value;
    var count = 0;
    conflicts.forEach(function (conflict) {
      var fits = classes.indexOf(conflict.dataset.class) >= 0 && (!kind || conflict.dataset.kind === kind);
      conflict.hidden = !fits;
      if (fits) count += 1;
    });
    if (beyond) {
      if (count < conflicts.length) beyond.open = true;
      beyond.hidden = !beyond.querySelector(".conflict:not([hidden]), .whole");
    }
    sieve.querySelector(".found").textContent = count < conflicts.length ? count + " of " + conflicts.length + " disagreements" : "";
  };
  sieve.addEventListener("submit", function (event) { event.preventDefault(); });
  sieve.addEventListener("input", sift);
  document.addEventListener("whole", sift);
}
