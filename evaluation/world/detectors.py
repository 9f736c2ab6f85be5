"""Figures, quotes, conflicts, copies, names and furniture of a dossier against the truth."""

from collections.abc import Iterator
from itertools import combinations
from math import isclose
from typing import Any

from evaluation.world.findings import Finding
from evaluation.world.truth import Clash, Copy, Mark, Story, meets, on

Plain = dict[str, Any]
_VARIANTS = {
    "plain": "exact",
    "truncated": "truncated",
    "translation": "translation",
    "altered": "altered",
}
_COPIED = ("same-version", "republishes", "uses-copy", "updates")
ON_EDGE = 0.5
"""Share of a copied passage that an edge's evidence must hold."""


def _whose(item: Plain, marks: list[Mark]) -> Mark | None:
    return next(
        (
            m
            for m in marks
            if m.document == item["document"] and meets(item["start"], item["end"], m)
        ),
        None,
    )


def _pairs(
    detector: str, story: Story, marks: list[Mark], groups: list[list[Mark]]
) -> Iterator[Finding]:
    """Yield the pairs of marks of one key that stand together or don't, and those of two keys that do."""
    words = {r.id: r.whole for r in story.reports}

    def shown(one: Mark, two: Mark) -> str:
        spans = [(max(0, m.start - 25), m.end + 25, m) for m in (one, two)]
        return " | ".join(words[m.document][a:b].replace("\n", " ") for a, b, m in spans)

    home = {mark: n for n, group in enumerate(groups) for mark in group}
    for one, two in combinations(marks, 2):
        if one.document == two.document:
            continue
        together = one in home and home[one] == home.get(two)
        kind = f"{one.key} {'/'.join(sorted({one.form, two.form}))}"
        if one.value != two.value:
            kind += " of other value"
        if one.headline != two.headline:
            kind += " in a headline"
        if one.key == two.key:
            state = "right" if together else "missed"
            yield Finding(detector, state, kind, story.id, shown(one, two))
        elif together and not one.key[:2] == two.key[:2] == "bg":
            keys = "+".join(sorted((one.key, two.key)))
            yield Finding(detector, "extra", keys, story.id, shown(one, two))


# ---------------------------------------------------------------- figures


def judge_figures(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield pairs of figures, their values, and the relation of each group."""
    marks = story.marks("figure")
    groups = []
    for group in dossier["figures"]:
        own = [(item, mark) for item in group["mentions"] if (mark := _whose(item, marks))]
        groups.append([mark for _, mark in own])
        for item, mark in own:
            near = mark.form == "rounded" or item["change"] == "~"
            given = item["value"]
            good = given is not None and (near or isclose(given, mark.value))
            shown = f"{item['value']}, not {mark.value}: {item['text']}"
            state = "right" if good else "wrong"
            yield Finding("figure values", state, mark.key, story.id, shown)
        yield from _related(story, group, [mark for _, mark in own])
    yield from _pairs("figure pairs", story, marks, groups)


def _related(story: Story, group: Plain, marks: list[Mark]) -> Iterator[Finding]:
    if len({m.key for m in marks}) != 1 or len({m.document for m in marks}) < 2:
        return
    forms, values = {m.form for m in marks}, {m.value for m in marks if m.form != "rounded"}
    if forms & {"number", "headline"} and len(values) > 1:
        wanted = "differ"
    elif len(values) > 1:
        wanted = "updated"
    else:
        wanted = "refine" if "rounded" in forms and len(forms) > 1 else "agree"
    state = "right" if group["relation"] == wanted else "wrong"
    texts = ", ".join(item["text"] for item in group["mentions"])
    kind = wanted if state == "right" else f"{wanted} shown as {group['relation']}"
    shown = f"{group['question']} {texts}"
    yield Finding("figure relations", state, kind, story.id, shown)


# ---------------------------------------------------------------- quotes


def judge_quotes(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield pairs of wordings, how each is related to the full one, and who speaks."""
    marks = story.marks("quote")
    groups = []
    for quote in dossier["quotes"]:
        own = [(v, mark) for v in quote["variants"] if (mark := _whose(v, marks))]
        groups.append([mark for _, mark in own])
        if not own:
            continue
        names = story.callings["lead"]
        name = quote["speaker"]["name"]
        good = any(c.casefold() in name.casefold() for c in names)
        shown = f"{name}, not {'/'.join(sorted(names))}: {own[0][0]['text']}"
        yield Finding(
            "quote speakers", "right" if good else "wrong", own[0][1].form, story.id, shown
        )
        lead = own[0][1]
        if quote["variants"][0] is not own[0][0] or lead.form != "plain":
            continue
        for variant, mark in own[1:]:
            wanted = _VARIANTS[mark.form]
            state = "right" if variant["relation"] == wanted else "wrong"
            kind = wanted if state == "right" else f"{wanted} shown as {variant['relation']}"
            if mark.key == lead.key:
                yield Finding("quote relations", state, kind, story.id, variant["text"])
    yield from _pairs("quote pairs", story, marks, groups)


# ---------------------------------------------------------------- conflicts


def judge_conflicts(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield the planted conflicts that are shown, rightly classed or not, and false alarms."""
    matched: dict[int, list[Plain]] = {}
    for conflict in dossier["conflicts"]:
        own = [n for n, clash in enumerate(story.clashes) if _between(conflict, clash)]
        for number in own:
            matched.setdefault(number, []).append(conflict)
        if not own:
            sides = " | ".join(f"“{s['text']}”" for s in conflict["sides"])
            kind = f"{conflict['class']} {conflict['kind']}"
            yield Finding("conflicts", "extra", kind, story.id, f"{conflict['question']} {sides}")
    words = {r.id: r.whole for r in story.reports}
    for number, clash in enumerate(story.clashes):
        shown = matched.get(number, [])
        good = [c for c in shown if c["class"] in clash.classes]
        if not clash.required and not shown:
            continue
        state = "right" if good else "wrong" if shown else "missed"
        kind = clash.operator
        if not good and shown:
            kind += f" shown as {shown[0]['class']} {shown[0]['kind']}"
        ends = (clash.left[0], clash.right[0])
        text = " | ".join(
            words[m.document][max(0, m.start - 30) : m.end + 40].replace("\n", " ") for m in ends
        )
        if clash.required:
            yield Finding("conflicts", state, kind, story.id, text)
        elif state == "wrong":
            yield Finding("conflicts", "extra", kind, story.id, text)


def _between(conflict: Plain, clash: Clash) -> bool:
    sides = [s["evidence"] for s in conflict["sides"]]
    left = {n for n, evidence in enumerate(sides) if on(evidence, clash.left)}
    right = {n for n, evidence in enumerate(sides) if on(evidence, clash.right)}
    return any(i != j for i in left for j in right)


# ---------------------------------------------------------------- copies


def judge_copies(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield the pairs of reports that share copy, which is the copy, and the passages shown."""
    edges = [e for e in dossier["provenance"]["edges"] if e["kind"] in _COPIED]
    planted = {frozenset((c.copy, c.original)): c for c in story.copies}
    shown = {frozenset((e["from"], e["to"])): e for e in edges}
    for pair, copy in planted.items():
        kind = _kind_of(copy)
        edge = shown.get(pair)
        text = f"{copy.copy} from {copy.original}"
        if copy.required:
            yield Finding("copies", "right" if edge else "missed", kind, story.id, text)
        if edge is None or not copy.required:
            continue
        state = "right" if edge["from"] == copy.copy else "wrong"
        yield Finding("copy direction", state, kind, story.id, text)
        yield from _passages(story, copy, edge)
    for pair, edge in shown.items():
        if pair not in planted:
            text = " | ".join(e["text"] for e in edge["evidence"])
            yield Finding("copies", "extra", edge["kind"], story.id, text)


def _passages(story: Story, copy: Copy, edge: Plain) -> Iterator[Finding]:
    spans = [(e["start"], e["end"]) for e in edge["evidence"] if e["document"] == copy.copy]
    held = sum(
        max(0, min(end, b) - max(start, a)) for start, end in spans for a, b in copy.passages
    )
    whole = sum(b - a for a, b in copy.passages)
    if not whole:  # of two editions nobody says what the one has from the other
        return
    state = "right" if held >= ON_EDGE * whole else "missed"
    shown = f"{held} of {whole} characters"
    yield Finding("copied passages", state, _kind_of(copy), story.id, shown)


def _kind_of(copy: Copy) -> str:
    return "passage" if copy.copy.rpartition("-")[2].startswith("r") else "edition"


# ---------------------------------------------------------------- names, furniture


def judge_names(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield the names of one entity that are joined, and entities of which two are made one."""
    entities = [{_bare(a["text"]) for a in e["aliases"]} for e in dossier["entities"]]
    for key, texts in story.names.items():
        for one, two in combinations(sorted(texts), 2):
            joined = any({_bare(one), _bare(two)} <= names for names in entities)
            kind = "person" if key.endswith("head") else "body"
            state = "right" if joined else "missed"
            yield Finding("entities", state, kind, story.id, f"{one} | {two}")
    for one, two in combinations(story.names, 2):
        for names in entities:
            shared = [names & {_bare(t) for t in story.names[key]} for key in (one, two)]
            if all(shared) and shared[0] != shared[1]:
                text = " | ".join("/".join(sorted(s)) for s in shared)
                yield Finding("entities", "extra", f"{one}+{two}", story.id, text)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def judge_furniture(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield what of a dossier rests on a caption or a promotion."""
    marks = story.marks("noise")
    for part in ("lede", "points", "figures", "quotes", "timeline", "conflicts", "entities"):
        for span in spans(dossier[part]):
            mark = _whose(span, marks)
            if mark:
                yield Finding("furniture", "extra", f"{mark.key} in {part}", story.id, span["text"])


def spans(value: Any) -> Iterator[Plain]:
    """Yield every span of a document within a value."""
    if isinstance(value, dict):
        if {"document", "start", "end", "text"} <= value.keys():
            yield value
        for child in value.values():
            yield from spans(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from spans(child)
