"""What in a story's reports disagrees, from the marks alone: both sides, and how a dossier may class it."""

from collections.abc import Iterator, Sequence

from evaluation.world.truth import Clash, Mark, Report

CONTRADICTION = frozenset(("contradiction", "dispute"))
DISPUTE = frozenset(("dispute",))
FRAMING = frozenset(("framing", "naming"))


def clashes(reports: Sequence[Report]) -> tuple[Clash, ...]:
    """Return every pair of sides of a story that disagree."""
    marks = [m for report in reports for m in report.marks]
    return tuple(
        clash
        for found in (_figures(marks), _claims(marks), _quotes(marks))
        for clash in found
        if clash.left and clash.right
    )


def _pick(marks: Sequence[Mark], kind: str, key: str, *forms: str) -> tuple[Mark, ...]:
    return tuple(m for m in marks if (m.kind, m.key) == (kind, key) and m.form in forms)


def _figures(marks: Sequence[Mark]) -> Iterator[Clash]:
    plain = _pick(marks, "figure", "fig2", "plain")
    yield Clash("number", CONTRADICTION, plain, _pick(marks, "figure", "fig2", "number"))
    toll = _pick(marks, "figure", "fig1", "plain", "stale")
    yield Clash("headline", CONTRADICTION, toll, _pick(marks, "figure", "fig1", "headline"))
    values = sorted({m.value for m in toll})
    if len(values) > 1:
        first = tuple(m for m in toll if m.value == values[0])
        later = tuple(m for m in toll if m.value != values[0])
        yield Clash("update", frozenset(("update",)), first, later)
        between = tuple(m for m in later if m.value != values[-1])
        last = tuple(m for m in later if m.value == values[-1])
        yield Clash("update", frozenset(("update",)), between, last, required=False)


def _claims(marks: Sequence[Mark]) -> Iterator[Clash]:
    said = _pick(marks, "claim", "accusation", "plain")
    dropped = _pick(marks, "claim", "accusation", "dropped")
    swapped = _pick(marks, "claim", "accusation", "swapped")
    denied = _pick(marks, "claim", "denial", "plain")
    yield Clash("denial", DISPUTE, said, denied)
    yield Clash("denial", CONTRADICTION | FRAMING, dropped, denied, required=False)
    yield Clash("swapped", frozenset(("contradiction",)), (*said, *dropped), swapped)
    yield Clash("swapped", CONTRADICTION, swapped, denied, required=False)
    yield Clash("dropped", FRAMING, said, dropped)
    hedged, plain = (_pick(marks, "claim", "cause", form) for form in ("plain", "plain-cause"))
    yield Clash("plain-cause", FRAMING, hedged, plain)
    for key in sorted({m.key for m in marks if m.kind == "claim" and m.root}):
        told = [m for m in marks if (m.kind, m.key) == ("claim", key) and m.root]
        own = tuple(m for m in told if m.root == "agency" or str(m.root).startswith("report:"))
        cited = tuple(m for m in told if m not in own)
        yield Clash("unattributed", FRAMING, cited, own, required=False)
    event = tuple(m for m in _pick(marks, "claim", "event", "plain") if m.day)
    other = _pick(marks, "claim", "event", "other-day")
    yield Clash("other-day", frozenset(("contradiction",)), event, other)
    wrong = _pick(marks, "claim", "event", "headline")
    right = tuple(m for m in _pick(marks, "claim", "event", "plain", "other-day"))
    yield Clash("headline", frozenset(("contradiction",)), right, wrong)


def _quotes(marks: Sequence[Mark]) -> Iterator[Clash]:
    for key in ("quote0", "quote1"):
        altered = _pick(marks, "quote", key, "altered")
        true = _pick(marks, "quote", key, "plain", "truncated", "translation")
        yield Clash("altered", frozenset(("contradiction",)), true, altered)
        other = _pick(marks, "quote", key, "translation")
        cut = _pick(marks, "quote", key, "plain", "truncated")
        yield Clash("translation", FRAMING, cut, other, required=False)
