"""Two versions of a report to what it claims otherwise: claims, sources, figures, attributions, status, headline.

A claim is looked for in the sentences that changed: what merely moved claims nothing new, and what a version still says
elsewhere was not taken back.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from crosswire.model.annotation import Annotations, Attribution, Figure
from crosswire.model.change import ClaimChange, SentenceChange
from crosswire.model.span import Evidence
from crosswire.text.words import words

_STILL = 0.8
"""Share of a sentence's telling words that one sentence of the other version must have to say it still."""
_HOLDERS = 64
"""Sentences that may have one word before it tells nothing."""
_STRETCH = 512
"""Code points of a stretch of the text, under which findings are entered."""


class Layer:
    """What a version says, found by place: attributions with their speakers, figures, claims, headline."""

    def __init__(self, annotations: Annotations) -> None:
        """Enter every finding under the stretches of the text that it touches."""
        self.id, self.text = annotations.id, annotations.text
        names = {e.id: e.name for e in annotations.entities}
        self.speaker = {
            a.id: names.get(a.speaker.entity or "")
            or _line(" ".join(s.text for s in a.speaker.spans))
            for a in annotations.attributions
        }
        self.last_names = {last for name in self.speaker.values() if (last := _last_name(name))}
        self._attributions: dict[int, dict[str, Attribution]] = defaultdict(dict)
        for attribution in annotations.attributions:
            for span in (*attribution.content.spans, *attribution.cue.spans):
                for stretch in _stretches(span.start, span.end):
                    self._attributions[stretch][attribution.id] = attribution
        self._figures: dict[int, list[Figure]] = defaultdict(list)
        for figure in annotations.figures:
            self._figures[figure.start // _STRETCH].append(figure)
        self._clauses = sorted(c.start for c in annotations.clauses)
        heads = [(b.start, b.end) for b in annotations.blocks if b.kind == "headline"]
        title = annotations.title
        self._heads = [*heads[:100], *([(title.start, title.end)] if title else [])]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(annotations.sentences):
            for word in _telling(annotations.text[sentence.start : sentence.end]):
                self._holders[word].append(number)

    def attributions(self, place: Evidence) -> list[Attribution]:
        """Return the attributions with a speaker whose content or cue stands in `place`, in order."""
        found = {
            name: a
            for stretch in _stretches(place.start, place.end)
            for name, a in self._attributions.get(stretch, {}).items()
            if self.speaker[name]
            and any(
                s.start < place.end and place.start < s.end
                for s in (*a.content.spans, *a.cue.spans)
            )
        }
        return list(found.values())

    def figures(self, place: Evidence) -> list[Figure]:
        """Return the figures that stand in `place`, in order."""
        return [
            f
            for stretch in _stretches(place.start, place.end)
            for f in self._figures.get(stretch, ())
            if place.start <= f.start and f.end <= place.end
        ]

    def claims(self, place: Evidence) -> bool:
        """Tell whether a sentence says anything of its own: a clause, or a text that no parser read."""
        if not self._clauses:
            return len(place.text) > 20
        at = bisect_left(self._clauses, place.start)
        return at < len(self._clauses) and self._clauses[at] < place.end

    def is_headline(self, place: Evidence) -> bool:
        """Tell whether words stand in the headline."""
        return any(start <= place.start < end for start, end in self._heads)

    def still_says(self, gone: Evidence) -> bool:
        """Tell whether some sentence has most of the telling words of one that is gone."""
        telling = _telling(gone.text)
        shared = Counter(
            number for word in telling for number in self._holders.get(word, ())[:_HOLDERS]
        )
        return not telling or max(shared.values(), default=0) >= _STILL * len(telling)


def _stretches(start: int, end: int) -> range:
    return range(start // _STRETCH, max(start, end - 1) // _STRETCH + 1)


def _telling(text: str) -> set[str]:
    return {w.text.casefold() for w in words(text) if len(w.text) > 3}


def _last_name(name: str) -> str:
    found = [w.text.casefold() for w in words(name)]
    return found[-1] if found else ""


def compare_claims(
    before: Annotations, after: Annotations, sentences: Sequence[SentenceChange]
) -> tuple[ClaimChange, ...]:
    """Return what `after` claims otherwise than `before`, in the order of the changed sentences."""
    if not sentences:
        return ()
    old, new = Layer(before), Layer(after)
    found: list[ClaimChange] = []
    for change in sentences:
        if change.action == "edit" and change.before and change.after:
            if new.is_headline(change.after):
                found.append(_headline(change.before, change.after))
            found += _edited(old, new, change.before, change.after)
        elif change.action == "add" and change.after and new.claims(change.after):
            found += _added(old, new, change.after)
        elif (
            change.action == "delete"
            and change.before
            and old.claims(change.before)
            and not new.still_says(change.before)
        ):
            found.append(
                ClaimChange(
                    kind="withdrawn",
                    text="no longer said",
                    before=_line(change.before.text),
                    was=change.before,
                )
            )
    return tuple(found)


def _line(text: str) -> str:
    return " ".join(text.split())


def _headline(was: Evidence, now: Evidence) -> ClaimChange:
    return ClaimChange(
        kind="headline-changed",
        text="the headline says otherwise",
        before=_line(was.text),
        after=_line(now.text),
        evidence=now,
        was=was,
    )


# ---------------------------------------------------------------- speakers


def _names(layer: Layer, place: Evidence) -> list[str]:
    return list(dict.fromkeys(layer.speaker[a.id] for a in layer.attributions(place)))


def _added(old: Layer, new: Layer, now: Evidence) -> Iterator[ClaimChange]:
    said_by = _names(new, now)
    yield ClaimChange(
        kind="new-claim",
        text=f"new, from {', '.join(said_by)}" if said_by else "new",
        after=_line(now.text),
        evidence=now,
    )
    yield from _new_roots(old, now, said_by)


def _new_roots(old: Layer, now: Evidence, said_by: Sequence[str]) -> Iterator[ClaimChange]:
    for name in said_by:
        if _last_name(name) not in old.last_names:
            yield ClaimChange(
                kind="new-root",
                text=f"{name} was not a source of this report before",
                after=name,
                evidence=now,
            )


def _edited(old: Layer, new: Layer, was: Evidence, now: Evidence) -> Iterator[ClaimChange]:
    yield from _figures(old, new, was, now)
    old_names, new_names = _names(old, was), _names(new, now)
    before, after = ({_last_name(n) for n in names} for names in (old_names, new_names))
    gained = [n for n in new_names if _last_name(n) not in before]
    lost = [n for n in old_names if _last_name(n) not in after]
    if gained and not old_names:
        yield _attribution("attribution-added", f"now put down to {', '.join(gained)}", was, now)
    elif lost and not new_names:
        text = f"no longer put down to {', '.join(lost)}"
        yield _attribution("attribution-dropped", text, was, now)
    elif gained and lost:
        text = f"put down to {', '.join(gained)}, before to {', '.join(lost)}"
        yield _attribution("attribution-changed", text, was, now)
    yield from _new_roots(old, now, gained)
    statuses = [[a.status for a in layer.attributions(e)] for layer, e in ((old, was), (new, now))]
    if [len(found) for found in statuses] == [1, 1] and statuses[0] != statuses[1]:
        ((then,), (since,)) = statuses
        yield ClaimChange(
            kind="status-changed",
            text=f"{then} before, {since} now",
            before=then,
            after=since,
            evidence=now,
            was=was,
        )


def _attribution(kind: str, text: str, was: Evidence, now: Evidence) -> ClaimChange:
    return ClaimChange(
        kind=kind,  # type: ignore[arg-type]
        text=text,
        before=_line(was.text),
        after=_line(now.text),
        evidence=now,
        was=was,
    )


# ---------------------------------------------------------------- figures


def _figures(before: Layer, after: Layer, was: Evidence, now: Evidence) -> Iterator[ClaimChange]:
    """Yield each figure of the sentence whose number changed: of one unit or noun, in the order they stand."""
    old, new = before.figures(was), after.figures(now)
    kept_old = [f for f in old if not any(_equal(f, g) for g in new)]
    kept_new = [g for g in new if not any(_equal(f, g) for f in old)]
    taken: set[int] = set()
    for figure in kept_new:
        at = next(
            (
                i
                for i, other in enumerate(kept_old)
                if i not in taken and _same_measure(other, figure)
            ),
            0 if len(kept_old) == len(kept_new) == 1 else None,
        )
        if at is None or at in taken:
            continue
        taken.add(at)
        other = kept_old[at]
        yield ClaimChange(
            kind="figure-changed",
            text=f"{_line(other.text)} before, {_line(figure.text)} now",
            before=_line(other.text),
            after=_line(figure.text),
            evidence=_at(after, figure),
            was=_at(before, other),
        )


def _equal(one: Figure, other: Figure) -> bool:
    return (one.value, one.low, one.high, one.change, one.unit) == (
        other.value,
        other.low,
        other.high,
        other.change,
        other.unit,
    )


def _same_measure(one: Figure, other: Figure) -> bool:
    return (
        one.unit == other.unit
        and (one.counted or "").split()[-1:] == (other.counted or "").split()[-1:]
    )


def _at(layer: Layer, figure: Figure) -> Evidence:
    start, end = figure.start, figure.end
    return Evidence(document=layer.id, start=start, end=end, text=layer.text[start:end])
