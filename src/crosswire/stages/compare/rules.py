"""A rule and two states of a story to the lines the rule is about: empty where it has nothing to tell.

Every rule is about a change: what held before the last look fires nothing again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from crosswire.model.change import Change
from crosswire.model.dossier import Dossier, DossierDocument, FigureGroup, FigureMention
from crosswire.model.rule import Rule, When
from crosswire.model.span import Evidence
from crosswire.stages.compare.ground import Ground, Index
from crosswire.stages.compare.ledger import line, said
from crosswire.stages.compare.states import compare, opening

_AROUND = 90
"""Code points shown on either side of a word that appeared."""


def fires(rule: Rule, before: Dossier | None, after: Dossier) -> tuple[Change, ...]:
    """Return the lines that `rule` tells of what came between the two states."""
    return tuple(_KINDS[rule.when](rule, before, after))


def _phrases(names: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds any of `names` in whole words, in any letter case; None without names."""
    told = sorted({" ".join(n.split()) for n in names if n.strip()}, key=lambda n: (-len(n), n))
    if not told:
        return None
    each = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in told)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


# ---------------------------------------------------------------- figures


def _figure(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
    wanted = _phrases(rule.about)
    ground = Ground(before, after)
    for passed, of, pick in (
        (_over(rule.above), _lower, max),
        (_under(rule.below), _upper, min),
    ):
        old = [of(m) for g in (before.figures if before else ()) for m in _meant(g, wanted)]
        if passed is None or any(passed(v) for v in old if v is not None):
            continue
        for group in after.figures:
            hits = [
                m
                for m in _meant(group, wanted)
                if m.document in ground.added and (v := of(m)) is not None and passed(v)
            ]
            if hits:
                known = [v for v in old if v is not None]
                now = pick(hits, key=lambda m: of(m) or 0.0)
                yield line(
                    "figure-changed",
                    group.question,
                    [said(m) for m in hits],
                    (),
                    before=f"{pick(known):g}" if known else "none",
                    after=" ".join(now.text.split()),
                    as_of=now.as_of,
                    points=group.points,
                    speakers=(now.attributed_to,) if now.attributed_to else (),
                )


def _meant(group: FigureGroup, wanted: re.Pattern[str] | None) -> list[FigureMention]:
    return [
        m
        for m in group.mentions
        if wanted is None
        or wanted.search(" ".join((group.question, m.text, m.counted or "", m.unit or "")))
    ]


Passed = Callable[[float], bool]


def _over(bound: float | None) -> Passed | None:
    return None if bound is None else lambda value: value > bound


def _under(bound: float | None) -> Passed | None:
    return None if bound is None else lambda value: value < bound


def _lower(mention: FigureMention) -> float | None:
    """Return what a figure is at least: "more than 50" and "up to 50" are not the same news."""
    return mention.low if mention.low is not None else mention.value


def _upper(mention: FigureMention) -> float | None:
    return mention.high if mention.high is not None else mention.value


# ---------------------------------------------------------------- who and what


def _speaker(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
    wanted = _phrases(rule.who)
    ground = Ground(before, after)
    old = {p.id: [c.evidence for c in p.claims] for p in (before.points if before else ())}
    index = Index(ground, old)
    for point in after.points:
        names = {r.id: r.name for r in point.roots if r.kind == "party"}
        for claim in point.claims:
            by = [link.speaker for link in claim.attribution]
            by += [names[claim.root]] if claim.root in names else []
            who = next((n for n in reversed(by) if wanted is None or wanted.search(n)), None)
            if who is None or claim.document not in ground.added or index.best([claim.evidence]):
                continue
            yield line(
                "point-new",
                point.text,
                [claim.evidence],
                (),
                after=claim.status,
                points=(point.id,),
                speakers=(who,),
                label=point.verdict,
            )


def _word(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
    ground = Ground(before, after)
    for word in rule.words:
        wanted = _phrases([word])
        if wanted is None or any(_holds(d, wanted) for d in _still(after, ground)):
            continue
        places = [e for d in after.documents if d.id in ground.added and (e := _holds(d, wanted))]
        if places:
            yield line("point-new", f"the word “{word}” appears", places, (), label="word")


def _still(after: Dossier, ground: Ground) -> list[DossierDocument]:
    """Return the reports that were known before: those that stayed, and earlier versions of those that came."""
    stayed = [d for d in after.documents if d.id not in ground.added]
    return stayed + [d for d in after.earlier if d.id in ground.gone]


def _holds(document: DossierDocument, wanted: re.Pattern[str]) -> Evidence | None:
    text = document.text or ""
    found = wanted.search(text)
    if found is None:
        return None
    start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _AROUND)
    end = text.find("\n", found.end())
    end = min(end if end >= 0 else len(text), found.end() + _AROUND)
    return Evidence(document=document.id, start=start, end=end, text=text[start:end])


def _entity(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
    ground = Ground(before, after)
    for name in rule.who:
        wanted = _phrases([name])
        if wanted is None or (before and _named(before, wanted)):
            continue
        places = [e for e in _named(after, wanted) if e.document in ground.added]
        if places:
            yield line("point-new", f"{name} appears", places, (), label="entity")


def _named(dossier: Dossier, wanted: re.Pattern[str]) -> list[Evidence]:
    return [
        words
        for entity in dossier.entities
        if any(wanted.search(n) for n in (entity.name, *(a.text for a in entity.aliases)))
        for words in entity.evidence
    ]


# ---------------------------------------------------------------- the story


def _grows(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
    ground = Ground(before, after)
    sizes = _sizes(before), _sizes(after)
    for what, bound in (
        ("roots", rule.roots),
        ("outlets", rule.outlets),
        ("reports", rule.reports),
    ):
        then, now = (found[what] for found in sizes)
        if bound is not None and then < bound <= now:
            places = [e for d in after.documents if d.id in ground.added for e in opening(d, after)]
            yield line(
                "report-added",
                f"the story has {now} {what}",
                places,
                (),
                before=str(then),
                after=str(now),
                label=what,
            )


def _sizes(dossier: Dossier | None) -> dict[str, int]:
    return {
        "roots": len(dossier.provenance.roots) if dossier else 0,
        "outlets": len({d.outlet for d in dossier.documents if d.outlet}) if dossier else 0,
        "reports": len(dossier.documents) if dossier else 0,
    }


def _conflict(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
    for change in compare(before, after).changes:
        if change.kind == "conflict-new" and (
            not rule.kinds or set(rule.kinds) & set((change.label or "").split())
        ):
            yield change


def _only(test: Callable[[Change], bool]) -> "Finder":
    def find(rule: Rule, before: Dossier | None, after: Dossier) -> Iterator[Change]:
        yield from filter(test, compare(before, after).changes)

    return find


Finder = Callable[[Rule, Dossier | None, Dossier], Iterator[Change]]
_KINDS: Mapping[When, Finder] = {
    "figure": _figure,
    "speaker": _speaker,
    "conflict": _conflict,
    "word": _word,
    "entity": _entity,
    "grows": _grows,
    "withdrawn": _only(lambda c: c.kind in ("report-withdrawn", "source-withdrawn")),
    "silent-edit": _only(lambda c: c.kind == "report-updated" and c.loud),
    "any": _only(lambda c: True),
}
