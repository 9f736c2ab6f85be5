"""What parties are quoted with, directly or not, by their words."""

from collections.abc import Sequence

from crosswire.model.annotation import Annotations, Attribution
from crosswire.stages.reconcile.quotes import Uttered
from crosswire.stages.reconcile.roots import Roots
from crosswire.stages.reconcile.statements import spoken_by_thing


def utterances(layers: Sequence[Annotations], roots: Roots) -> list[Uttered]:
    """Return what named or described parties are quoted with, directly or not."""
    found = []
    for report in layers:
        by_id = {a.id: a for a in report.attributions}
        for attribution in report.attributions:
            spoken = attribution.cue.class_ not in ("no-comment", "unconfirmed", "prospective")
            if _is_open(report, attribution):
                continue
            if attribution.form == "indirect" and not _says_anything(report, attribution):
                continue
            if not spoken or not attribution.content.spans or spoken_by_thing(attribution):
                continue
            party = roots.speaker(report.id, attribution)
            if party is None:
                continue
            entity = roots.entity(report.id, attribution)
            depth, parent = 0, attribution.parent
            while parent in by_id and depth < 8:
                depth, parent = depth + 1, by_id[parent].parent
            for span in attribution.content.spans:
                start, end = wording(report.text, span.start, span.end)
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
