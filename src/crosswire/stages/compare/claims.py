"""Two versions of a report to what it claims otherwise: claims, sources, figures, attributions, status, headline.

A claim is looked for in the sentences that changed: what merely moved claims nothing new, and what a version still says
elsewhere was not taken back.
"""

from collections.abc import Iterator, Sequence

from crosswire.model.annotation import Annotations, Attribution, Figure
from crosswire.model.change import ClaimChange, SentenceChange
from crosswire.model.span import Evidence
from crosswire.text.words import words

_STILL = 0.8
"""Share of a sentence's telling words that one sentence of the other version must have to say it still."""


def compare_claims(
    before: Annotations, after: Annotations, sentences: Sequence[SentenceChange]
) -> tuple[ClaimChange, ...]:
    """Return what `after` claims otherwise than `before`, in the order of the changed sentences."""
    known, found = _speakers(before), []
    for change in sentences:
        if change.action == "edit" and change.before and change.after:
            if _is_headline(after, change.after):
                found.append(_headline(change.before, change.after))
            found += _edited(before, after, change.before, change.after, known)
        elif change.action == "add" and change.after and _claims(after, change.after):
            found += _added(before, after, change.after, known)
        elif (
            change.action == "delete"
            and change.before
            and _claims(before, change.before)
            and not _still_said(change.before, after)
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


def _is_headline(annotations: Annotations, words: Evidence) -> bool:
    title = annotations.title
    return (title is not None and title.start <= words.start < title.end) or any(
        b.kind == "headline" and b.start <= words.start < b.end for b in annotations.blocks
    )


def _claims(annotations: Annotations, words: Evidence) -> bool:
    """Tell whether a sentence says anything of its own: it has a clause, or the parser never read the text."""
    if not annotations.clauses:
        return len(words.text) > 20
    return any(words.start <= c.start < words.end for c in annotations.clauses)


def _still_said(gone: Evidence, after: Annotations) -> bool:
    telling = {w.text.casefold() for w in words(gone.text) if len(w.text) > 3}
    if not telling:
        return True
    for sentence in after.sentences:
        said = {w.text.casefold() for w in words(after.text, sentence.start, sentence.end)}
        if len(telling & said) >= _STILL * len(telling):
            return True
    return False


# ---------------------------------------------------------------- speakers


def _speaker(annotations: Annotations, attribution: Attribution) -> str:
    """Return who an attribution names: the entity's name, else the words."""
    if attribution.speaker.entity is not None:
        for entity in annotations.entities:
            if entity.id == attribution.speaker.entity:
                return entity.name
    return _line(" ".join(s.text for s in attribution.speaker.spans))


def _speakers(annotations: Annotations) -> list[str]:
    return [name for a in annotations.attributions if (name := _speaker(annotations, a))]


def _named_before(name: str, known: Sequence[str]) -> bool:
    """Tell whether a speaker was named before, by the last word of the name or by all of it."""
    mine = [w.text.casefold() for w in words(name)]
    last = mine[-1:]
    return any(last == [w.text.casefold() for w in words(other)][-1:] for other in known)


def _holding(annotations: Annotations, place: Evidence) -> list[Attribution]:
    """Return the attributions whose content or cue stands in the sentence at `place`, with who speaks."""
    return [
        a
        for a in annotations.attributions
        if any(
            s.start < place.end and place.start < s.end
            for part in (a.content, a.cue)
            for s in part.spans
        )
        and _speaker(annotations, a)
    ]


def _added(
    before: Annotations, after: Annotations, now: Evidence, known: Sequence[str]
) -> Iterator[ClaimChange]:
    said_by = list(dict.fromkeys(_speaker(after, a) for a in _holding(after, now)))
    yield ClaimChange(
        kind="new-claim",
        text=f"new, from {', '.join(said_by)}" if said_by else "new",
        after=_line(now.text),
        evidence=now,
    )
    yield from _new_roots(after, now, said_by, known)


def _new_roots(
    after: Annotations, now: Evidence, said_by: Sequence[str], known: Sequence[str]
) -> Iterator[ClaimChange]:
    for name in said_by:
        if not _named_before(name, known):
            yield ClaimChange(
                kind="new-root",
                text=f"{name} was not a source of this report before",
                after=name,
                evidence=now,
            )


def _edited(
    before: Annotations,
    after: Annotations,
    was: Evidence,
    now: Evidence,
    known: Sequence[str],
) -> Iterator[ClaimChange]:
    yield from _figures(before, after, was, now)
    old, new = _holding(before, was), _holding(after, now)
    old_names = list(dict.fromkeys(_speaker(before, a) for a in old))
    new_names = list(dict.fromkeys(_speaker(after, a) for a in new))
    gained = [n for n in new_names if not _named_before(n, old_names)]
    lost = [n for n in old_names if not _named_before(n, new_names)]
    if gained and not old_names:
        yield _attribution("attribution-added", f"now put down to {', '.join(gained)}", was, now)
    elif lost and not new_names:
        text = f"no longer put down to {', '.join(lost)}"
        yield _attribution("attribution-dropped", text, was, now)
    elif gained and lost:
        text = f"put down to {', '.join(gained)}, before to {', '.join(lost)}"
        yield _attribution("attribution-changed", text, was, now)
    yield from _new_roots(after, now, gained, known)
    if len(old) == len(new) == 1 and old[0].status != new[0].status:
        yield ClaimChange(
            kind="status-changed",
            text=f"{old[0].status} before, {new[0].status} now",
            before=old[0].status,
            after=new[0].status,
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


def _figures(
    before: Annotations, after: Annotations, was: Evidence, now: Evidence
) -> Iterator[ClaimChange]:
    """Yield each figure of the sentence whose number changed: of one unit or noun, in the order they stand."""
    old, new = _within(before, was), _within(after, now)
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


def _within(annotations: Annotations, place: Evidence) -> list[Figure]:
    return [f for f in annotations.figures if place.start <= f.start and f.end <= place.end]


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


def _at(annotations: Annotations, figure: Figure) -> Evidence:
    return Evidence(
        document=annotations.id,
        start=figure.start,
        end=figure.end,
        text=annotations.text[figure.start : figure.end],
    )
