"""What parties are quoted with, directly or not, by their words."""

from collections.abc import Sequence

from crosswire.model.annotation import Annotations, Attribution
from crosswire.model.span import Span
from crosswire.stages.reconcile.quotes import Uttered
from crosswire.stages.reconcile.roots import Roots
from crosswire.stages.reconcile.statements import spoken_by_thing

_NAMING = ("as", "naming")
"""Rules whose content is what somebody calls a thing: shown with the verb that does so."""
_PASSING_ON = ("as-clause", "cited", "according-to")
FILLED = 0.9
"""Share of a content that another attribution fills where the outer one only passes it on."""
FRAGMENT = 4
"""Words of a fragment that says nothing without the verb that brings it in."""


def utterances(layers: Sequence[Annotations], roots: Roots) -> list[Uttered]:
    """Return what named or described parties are quoted with, directly or not."""
    found = []
    for report in layers:
        by_id = {a.id: a for a in report.attributions}
        relays = _relays(report, roots)
        for attribution in report.attributions:
            spoken = attribution.cue.class_ not in ("no-comment", "unconfirmed", "prospective")
            if _is_open(report, attribution):
                continue
            if attribution.form == "indirect" and not _says_anything(report, attribution):
                continue
            if attribution.form == "indirect" and not spoken:
                continue
            if not attribution.content.spans or spoken_by_thing(attribution):
                continue
            party = roots.speaker(report.id, attribution)
            if party is None:
                continue
            entity = roots.entity(report.id, attribution)
            depth, parent = 0, attribution.parent
            while parent in by_id and depth < 8:
                depth, parent = depth + 1, by_id[parent].parent
            for span in _contents(report, attribution):
                if (attribution.id, span.start) in relays:
                    continue
                start, end = wording(report.text, span.start, span.end)
                if attribution.form == "mixed" or attribution.rule in ("object", *_NAMING):
                    start, end = _with_cue(report.text, attribution, start, end)
                found.append(
                    Uttered(
                        document=report.id,
                        attribution=attribution,
                        start=start,
                        end=end,
                        text=report.text[start:end],
                        party=party,
                        speaker=entity.name
                        if entity is not None
                        else roots.said_by(attribution, party),
                        entity=entity.id if entity is not None else None,
                        named=tuple(
                            (m.start, m.end, roots.participant(report.id, m.entity))
                            for m in report.mentions
                            if start <= m.start and m.end <= end and m.form != "pronoun"
                        ),
                        chain=depth,
                    )
                )
    return found


def _relays(report: Annotations, roots: Roots) -> frozenset[tuple[str, int]]:
    """Return the attributions, and where, that only hold another one.

    A medium passes on what others say ("..., said the firm, as cited by the Courier", "..., the Courier reported,
    citing the firm"), and a party says what its own voice said ("the embassy said Arnel had told them that ..."):
    the inner one has the words.
    """
    by_id = {a.id: a for a in report.attributions}
    return frozenset(
        (outer.id, span.start)
        for inner in report.attributions
        if (outer := by_id.get(inner.parent or "")) is not None
        for span in outer.content.spans
        if _fills(inner, span)
        and (
            outer.rule in _PASSING_ON
            or _reports_another(inner, outer)
            or _one_party(roots, report.id, inner, outer)
        )
    )


def _reports_another(inner: Attribution, outer: Attribution) -> bool:
    """Tell whether who "reported, citing" somebody has no words of its own; who "said, citing" has."""
    return inner.rule == "cited" and outer.form == "indirect" and outer.cue.lemma == "report"


def _one_party(roots: Roots, document: str, one: Attribution, two: Attribution) -> bool:
    left, right = roots.speaker(document, one), roots.speaker(document, two)
    return left is not None and right is not None and left.key == right.key


def _fills(inner: Attribution, outer: Span) -> bool:
    """Tell whether a content is nothing but another attribution: its content, its cue and its speaker."""
    own = (*inner.content.spans, *inner.cue.spans, *inner.speaker.spans)
    filled = sum(max(0, min(outer.end, i.end) - max(outer.start, i.start)) for i in own)
    return filled >= FILLED * (outer.end - outer.start)


def _contents(report: Annotations, attribution: Attribution) -> Sequence[Span]:
    """Return the pieces said; thing and name are one: called [it a mistake], described [it as a mistake]."""
    spans = attribution.content.spans
    if attribution.rule not in _NAMING or len(spans) < 2:
        return spans
    start, end = spans[0].start, spans[-1].end
    return (Span(start=start, end=end, text=report.text[start:end]),)


def _with_cue(text: str, attribution: Attribution, start: int, end: int) -> tuple[int, int]:
    """Return a wording with its verb, where it says too little without: [voiced “deep sorrow.”]"""
    cue = attribution.cue.spans[-1] if attribution.cue.spans else None
    short = len(text[start:end].split()) <= FRAGMENT or attribution.rule in _NAMING
    if cue is None or not 0 <= start - cue.end <= 2 or not short:
        return start, end
    closed = text[end : end + 1] in ("”", '"') and text[cue.start : start].rstrip()[-1:] in (
        "“",
        '"',
    )
    return cue.start, end + closed


def _is_open(report: Annotations, attribution: Attribution) -> bool:
    """Tell whether it is only asked, or not borne out, that anybody said so: "no sign that he pledged"."""
    return any(
        c.modality == "question" and s.start <= c.predicate_start < s.end
        for c in report.clauses
        for s in attribution.cue.spans
    )


def _says_anything(report: Annotations, attribution: Attribution) -> bool:
    """Tell whether what is said unquoted has a predicate, or is demanded: a mere thing is no utterance."""
    if attribution.cue.class_ in ("directive", "commissive", "threat"):
        return True
    if attribution.rule in _NAMING:
        return True
    return any(
        s.start <= c.predicate_start < s.end
        for c in report.clauses
        for s in attribution.content.spans
    )


def wording(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `[start, end)` without "that" before and without marks that enclose the whole of it."""
    if text[start:end].lower().startswith("that ") and end - start > 5:
        start += 5
    inner = text[start:end].rstrip(" ,.;")
    if (
        len(inner) > 2
        and inner[0] in '"“‘'
        and inner[-1] in '"”’'
        and not set(inner[1:-1]) & set('"“”')
    ):
        return start + 1, start + len(inner) - 1
    if len(inner) > 2 and inner[0] in '"“' and not set(inner[1:]) & set('"“”'):
        return start + 1, start + len(inner)
    return start, start + len(inner)
