// Shows disagreements of some classes, about one thing; what is filtered out is hidden, never removed.
var sieve = document.querySelector(".sieve");

if (sieve) {
  var conflicts = all(".conflict");
  sieve.addEventListener("submit", function (event) { event.preventDefault(); });
  sieve.addEventListener("input", function () {
    var classes = all("input:checked", sieve).map(function (box) { return box.value; });
    var kind = sieve.elements.kind.value;
    var count = 0;
    conflicts.forEach(function (conflict) {
      var fits = classes.indexOf(conflict.dataset.class) >= 0 && (!kind || conflict.dataset.kind === kind);
      conflict.hidden = !fits;
      if (fits) count += 1;
    });
    sieve.querySelector(".found").textContent = count < conflicts.length ? count + " of " + conflicts.length + " disagreements" : "";
  });
}
