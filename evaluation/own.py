"""How right each layer is on the project's own labelled cases, against the floors that CI holds.

    python -m evaluation.own [--show] [--categories] [--check] [--pin [--allow-regression REASON]]

Prints precision, recall and F1 of what is *found* (a span of ours overlaps half of the shorter one or more) and
of what is *right* (found, and every labelled field agrees).
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from crosswire.model.document import Document
from crosswire.pipeline.run import make_dossier, with_story_date
from crosswire.settings import Settings
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate
from evaluation import floors
from evaluation.cases import Case, Label, Report, find, read_cases

NAMED = ("person", "organization", "place")
SAME_WORDS = 0.8
"""Share of words that two wordings of a speaker or content have in common to count as one."""


class Outcome(NamedTuple):
    """One label, or one finding that nobody labelled: `state` is right, found, missed or extra."""

    layer: str
    case: int
    category: str
    state: str
    words: str

    def __str__(self) -> str:
        """Return the line of a frozen run."""
        return f"{self.layer} {self.case} {self.category} {self.state} {self.words}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--show", action="store_true", help="list what is missed, wrong or extra")
    options.add_argument("--categories", action="store_true", help="figures by category, too")
    options.add_argument("--check", action="store_true", help="fail below a floor")
    options.add_argument("--pin", action="store_true", help="raise the floors to what is reached")
    options.add_argument("--allow-regression", metavar="REASON", help="let --pin lower a floor")
    given = options.parse_args()
    outcomes = list(judge_all(read_cases()))
    if given.show:
        print(*(o for o in outcomes if o.state != "right"), sep="\n")
    print(table(outcomes, given.categories))
    if given.pin:
        return floors.pin(outcomes, given.allow_regression)
    return floors.check(outcomes) if given.check else 0


# ---------------------------------------------------------------- reading


def judge_all(cases: Iterable[Case]) -> Iterator[Outcome]:
    """Yield the outcome of every label of `cases` and every finding that has none."""
    cases = list(cases)
    documents = [document for case in cases for document in acquired(case.reports)]
    notes = {a.id: a for a in annotate(documents)}
    for case in cases:
        own = [d for d in documents if d.id in {r.id for r in case.reports}]
        if case.layer == "conflicts":
            dossier = make_dossier(own, [notes[d.id] for d in own], Settings())
            yield from judge_dossier(case, own, msgspec.to_builtins(dossier))
        else:
            yield from judge(case, msgspec.to_builtins(notes[own[0].id]))


def acquired(reports: Sequence[Report]) -> tuple[Document, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.jsonl"
        lines = [
            json.dumps({"id": r.id, "text": r.text, "language": "en", **r.fields}) for r in reports
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
        found = [d for d in acquire([str(path)]) if isinstance(d, Document)]
    if len(found) != len(reports):
        raise ValueError(f"not every report of {reports[0].id} could be read")
    return with_story_date(found)


# ---------------------------------------------------------------- one layer of one report


def judge(case: Case, notes: dict[str, Any]) -> Iterator[Outcome]:
    """Yield the outcomes of a case of one report."""
    ours = findings(case.layer, notes)
    for i, j, is_right in paired(case, ours, notes["text"]):
        state = (
            "extra" if i is None else "missed" if j is None else "right" if is_right else "found"
        )
        words = case.labels[i].line if i is not None else words_of(ours[j or 0])
        yield Outcome(case.layer, case.number, case.category, state, words)


def paired(
    case: Case, ours: Sequence[dict[str, Any]], text: str
) -> Iterator[tuple[int | None, int | None, bool]]:
    """Yield the number of every label and of our finding, and whether it is right; then findings without a label."""
    pairs = []
    for i, label in enumerate(case.labels):
        for j, finding in enumerate(ours):
            if meets(case.layer, label, finding, text):
                pairs.append((not right(case.layer, label, finding), i, j))
    matched = one_to_one(pairs)
    for i in range(len(case.labels)):
        wrong, found = matched.get(i, (True, None))
        yield i, found, not wrong
    taken = {j for _, j in matched.values()}
    yield from ((None, j, False) for j in range(len(ours)) if j not in taken)


def one_to_one(pairs: Iterable[tuple[bool, int, int]]) -> dict[int, tuple[bool, int]]:
    """Return for each left item the right one it is matched with, best pairs first."""
    matched: dict[int, tuple[bool, int]] = {}
    taken: set[int] = set()
    for wrong, i, j in sorted(pairs):
        if i not in matched and j not in taken:
            matched[i] = (wrong, j)
            taken.add(j)
    return matched


def findings(layer: str, notes: dict[str, Any]) -> list[dict[str, Any]]:
    """Return our findings of `layer` that a label could be about."""
    if layer != "names":
        return list(notes[layer])
    mentions: dict[str, set[str]] = {}
    for mention in notes["mentions"]:
        if mention["type"] != "nationality":  # "Norwegian" names no place by itself
            mentions.setdefault(mention["entity"], set()).add(mention["text"])
    return [
        {**entity, "mentions": mentions[entity["id"]]}
        for entity in notes["entities"]
        if entity["type"] in NAMED and entity["id"] in mentions
    ]


def meets(layer: str, label: Label, finding: dict[str, Any], text: str) -> bool:
    """Tell whether a finding is about what the label is about."""
    if layer == "names":
        return label.words[0][0] in {finding["name"], *finding["mentions"]}
    start, end = label.span(text)
    spans = finding["cue"]["spans"] if layer == "attributions" else [finding]
    return any(overlaps((start, end), (s["start"], s["end"])) for s in spans)


def overlaps(one: tuple[int, int], two: tuple[int, int]) -> bool:
    common = min(one[1], two[1]) - max(one[0], two[0])
    return common > 0 and common * 2 >= min(one[1] - one[0], two[1] - two[0])


def right(layer: str, label: Label, finding: dict[str, Any]) -> bool:
    """Tell whether every labelled field agrees; a name's kind is a field, too."""
    if layer == "names" and finding["type"] != label.kind:
        return False
    return all(agrees(reach(finding, key), wanted) for key, wanted in label.fields.items())


def reach(finding: dict[str, Any], key: str) -> Any:
    value: Any = finding
    for name in key.split("."):
        value = None if value is None else value[name]
    return value


def agrees(value: Any, wanted: str) -> bool:
    if wanted == "null" or value is None:
        return wanted == "null" and value is None
    if isinstance(value, dict):
        return same_words(" ".join(span["text"] for span in value["spans"]), wanted)
    if isinstance(value, bool):
        return str(value).lower() == wanted
    if isinstance(value, int | float):
        return abs(value - float(wanted)) <= 1e-3 * max(1.0, abs(value))
    if isinstance(value, set | list | tuple):
        return set(wanted.split("|")) <= set(value)
    return str(value).lower() == wanted.lower()


def same_words(one: str, two: str) -> bool:
    """Tell whether two wordings differ by little: marks, an article or a conjunction."""
    left, right = (
        Counter(w for w in re.findall(r"\w+", text.lower()) if w not in ("the", "that"))
        for text in (one, two)
    )
    return (left & right).total() >= SAME_WORDS * max((left | right).total(), 1)


def words_of(finding: dict[str, Any]) -> str:
    if "cue" in finding:
        return repr(" ".join(s["text"] for s in finding["cue"]["spans"]))
    return repr(finding.get("name") or finding["text"])


# ---------------------------------------------------------------- several reports


def judge_dossier(
    case: Case, documents: Sequence[Document], dossier: dict[str, Any]
) -> Iterator[Outcome]:
    """Yield the outcomes of a case of several reports: pairs of figures, and conflicts."""

    def outcome(layer: str, state: str, words: str) -> Outcome:
        return Outcome(layer, case.number, case.category, state, words)

    clashes = [label for label in case.labels if label.kind == "conflict"]
    for label in case.labels:
        if label.kind in ("together", "apart"):
            one = any(holds_both(figure, label, documents) for figure in dossier["figures"])
            states = {"together": ("missed", "right"), "apart": ("", "extra")}[label.kind]
            if states[one]:
                yield outcome("figure-pairs", states[one], label.line)
    pairs = [
        (conflict["class"] != label.klass, i, j)
        for i, label in enumerate(clashes)
        for j, conflict in enumerate(dossier["conflicts"])
        if stands_between(conflict, label, documents)
    ]
    matched = one_to_one(pairs)
    for i, label in enumerate(clashes):
        state = "missed" if i not in matched else "found" if matched[i][0] else "right"
        yield outcome("conflicts", state, label.line)
    taken = {j for _, j in matched.values()}
    for j, conflict in enumerate(dossier["conflicts"]):
        if j not in taken:
            yield outcome("conflicts", "extra", f"{conflict['class']} {conflict['question']!r}")


def ends(label: Label, documents: Sequence[Document]) -> list[tuple[str, int, int]]:
    """Return the two stretches of a label: the first report that has the first, the last that has the second."""
    (first, second) = label.words
    left = next(d for d in documents if first[0] in d.text)
    right = next(d for d in reversed(documents) if second[0] in d.text)
    return [(left.id, *find(left.text, *first)), (right.id, *find(right.text, *second))]


def covers(item: dict[str, Any], end: tuple[str, int, int]) -> bool:
    return item["document"] == end[0] and overlaps(end[1:], (item["start"], item["end"]))


def holds_both(figure: dict[str, Any], label: Label, documents: Sequence[Document]) -> bool:
    return all(any(covers(m, end) for m in figure["mentions"]) for end in ends(label, documents))


def stands_between(conflict: dict[str, Any], label: Label, documents: Sequence[Document]) -> bool:
    """Tell whether two different sides of the conflict rest on the label's two stretches."""
    on = [
        {
            i
            for i, side in enumerate(conflict["sides"])
            if any(covers(e, end) for e in side["evidence"])
        }
        for end in ends(label, documents)
    ]
    return any(i != j for i in on[0] for j in on[1])


# ---------------------------------------------------------------- the table


def table(outcomes: Sequence[Outcome], categories: bool) -> str:
    """Return precision, recall and F1 by layer, and by category if asked for."""
    keys: list[Callable[[Outcome], str]] = [lambda o: o.layer]
    if categories:
        keys.append(lambda o: f"  {o.layer} {o.category}")
    rows = [f"{'':32}{'labels':>7}{'found':>18}{'right':>18}"]
    rows.append(f"{'':32}{'':>7}{'P     R    F1':>18}{'P     R    F1':>18}")
    for key in keys:
        for name in dict.fromkeys(map(key, outcomes)):
            some = [o for o in outcomes if key(o) == name]
            found, right = floors.figures(some)
            cells = "".join(f"{100 * x:6.1f}" for x in (*found, *right))
            rows.append(f"{name:32}{sum(o.state != 'extra' for o in some):7}{cells}")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
