"""Claims against the truth: found, aligned, rooted, with the right status, covered, dated."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from evaluation.world.findings import Finding
from evaluation.world.truth import Mark, Story, meets, on

Plain = dict[str, Any]
_ASIDE = ("contradicts", "related", "part-of")
"""Relations under which a claim may stand in a point without saying the same."""
_ALTERED = ("swapped", "number", "other-day")
"""Changes after which two reports no longer say the same."""


class Placed(NamedTuple):
    """A claim of the dossier, its point, and the marks whose words it has."""

    claim: Plain
    point: str
    marks: tuple[Mark, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Return the facts that the claim tells."""
        return frozenset(key for mark in self.marks for key in mark.keys)


def told(story: Story) -> list[Mark]:
    """Return the claims that the reports' bodies make."""
    return [m for m in story.marks("claim") if not m.headline]


def place(story: Story, dossier: Plain) -> list[Placed]:
    """Return the dossier's claims that have the words of a mark."""
    marks: dict[str, list[Mark]] = {}
    for mark in told(story):
        marks.setdefault(mark.document, []).append(mark)
    placed = []
    for point in dossier["points"]:
        for claim in point["claims"]:
            at = claim["evidence"]
            own = [m for m in marks.get(claim["document"], ()) if meets(at["start"], at["end"], m)]
            if own:
                placed.append(Placed(claim, point["id"], tuple(own)))
    return placed


def nearest(mark: Mark, placed: list[Placed]) -> Placed | None:
    """Return the claim whose words are most nearly the mark's."""

    def fit(found: Placed) -> tuple[float, str]:
        at = found.claim["evidence"]
        common = min(at["end"], mark.end) - max(at["start"], mark.start)
        whole = max(at["end"], mark.end) - min(at["start"], mark.start)
        return common / whole, found.claim["id"]

    return max((p for p in placed if mark in p.marks), key=fit, default=None)


def judge_claims(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield what is found of the claims, how it is aligned, rooted, and with which status."""
    placed = place(story, dossier)
    words = {r.id: r.whole for r in story.reports}
    for mark in told(story):
        text = words[mark.document][mark.start : mark.end]
        found = nearest(mark, placed)
        yield Finding("claims", "right" if found else "missed", mark.key, story.id, text)
        if found and mark.status:
            near = [p.claim["status"] for p in placed if mark in p.marks]
            state = "right" if mark.status & set(near) else "wrong"
            kind = f"{mark.key} {mark.form}"
            shown = f"{'/'.join(sorted(set(near)))}, not {'/'.join(sorted(mark.status))}: {text}"
            yield Finding("status", state, kind, story.id, shown)
    yield from _aligned(story, placed, words)
    yield from _rooted(story, dossier, placed, words)


def _aligned(story: Story, placed: list[Placed], words: dict[str, str]) -> Iterator[Finding]:
    points: dict[Mark, set[str]] = {}
    for found in placed:
        for mark in found.marks:
            points.setdefault(mark, set()).add(found.point)
    for one, two in combinations(told(story), 2):
        if one.key != two.key or one.document == two.document:
            continue
        if {one.form, two.form} & set(_ALTERED) or not _agree(one, two):
            continue
        if one not in points or two not in points:
            continue
        state = "right" if points[one] & points[two] else "missed"
        yield Finding("alignment", state, one.key, story.id, _both(one, two, words))
    for left, right in combinations(placed, 2):
        if left.point != right.point or left.claim["document"] == right.claim["document"]:
            continue
        if {left.claim["relation"], right.claim["relation"]} & set(_ASIDE):
            continue
        past = left.marks[0].key[:2] == right.marks[0].key[:2] == "bg"
        if not left.keys & right.keys and not past:
            kind = "+".join(sorted({left.marks[0].key, right.marks[0].key}))
            shown = f"{left.claim['evidence']['text']} | {right.claim['evidence']['text']}"
            yield Finding("alignment", "extra", kind, story.id, shown)


def _agree(one: Mark, two: Mark) -> bool:
    """Tell whether two claims of one fact give one number, if need be rounded: another toll says something else."""
    return one.value == two.value or "rounded" in (one.form, two.form)


def _both(one: Mark, two: Mark, words: dict[str, str]) -> str:
    return " | ".join(words[m.document][m.start : m.end] for m in (one, two))


def _rooted(
    story: Story, dossier: Plain, placed: list[Placed], words: dict[str, str]
) -> Iterator[Finding]:
    roots = {r["id"]: r["name"] for r in dossier["provenance"]["roots"]}
    facts: dict[str, list[tuple[str, str | None, str]]] = {}
    for mark in told(story):
        found = nearest(mark, placed)
        if mark.root is None or found is None:
            continue
        root = found.claim["root"]
        facts.setdefault(mark.key, []).append((mark.root, root, mark.mode))
        name = roots.get(root, "nobody")
        good = any(c.casefold() in name.casefold() for c in story.callings[mark.root])
        kind = mark.mode or mark.root.partition(":")[0]
        shown = f"{name}, not {'/'.join(sorted(story.callings[mark.root]))}: "
        shown += words[mark.document][max(0, mark.start - 60) : mark.end + 40].replace("\n", " ")
        yield Finding("root of a claim", "right" if good else "wrong", kind, story.id, shown)
    for key, pairs in facts.items():
        wanted, ours = {want for want, _, _ in pairs}, {got for _, got, _ in pairs if got}
        state = "right" if len(wanted) == len(ours) else "wrong"
        names = sorted(roots.get(r, r) for r in ours)
        shown = f"{len(ours)} {names}, not {len(wanted)} {sorted(wanted)}"
        yield Finding("independence", state, key, story.id, shown)
        yield from _root_pairs(story, key, pairs, roots)


def _root_pairs(
    story: Story,
    key: str,
    pairs: list[tuple[str, str | None, str]],
    roots: dict[str, str],
) -> Iterator[Finding]:
    """Yield whether two claims of one fact that go back to one party do so in the dossier, and others don't."""
    for (want, got, mode), (want2, got2, mode2) in combinations(pairs, 2):
        shown = f"{key}: {roots.get(got or '', 'nobody')} | {roots.get(got2 or '', 'nobody')}"
        if want == want2:
            state = "right" if got == got2 is not None else "missed"
            kind = "/".join(
                sorted({mode or want.partition(":")[0], mode2 or want2.partition(":")[0]})
            )
            yield Finding("roots joined", state, kind, story.id, shown)
        elif got == got2 is not None:
            kind = "+".join(sorted({want.partition(":")[0], want2.partition(":")[0]}))
            yield Finding("roots joined", "extra", kind, story.id, f"{shown}: {want}, {want2}")


def judge_days(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield whether each dated fact stands on its day, and what stands on another."""
    marks = [m for m in told(story) if m.day]
    for key, (day, statuses) in story.days.items():
        own = [m for m in marks if m.key == key]
        if not own:
            continue
        others = [m for m in told(story) if m.key != key]
        entries = [e for e in dossier["timeline"] if on(e["evidence"], own)]
        good = [e for e in entries if e["date"].startswith(day)]
        status = any(e["status"] in statuses for e in good)
        state = "right" if status else "wrong" if good else "missed"
        dates = ", ".join(f"{e['date']} {e['status']}: {e['text']}" for e in entries)
        yield Finding("timeline", state, key, story.id, f"{day}: {dates or 'no entry'}")
        days = {m.day or "" for m in own}
        for entry in entries:
            compatible = any(
                entry["date"].startswith(d) or d.startswith(entry["date"]) for d in days
            )
            if not compatible and not on(entry["evidence"], others):
                shown = f"{entry['date']}, not {day}: {entry['text']}"
                yield Finding("timeline", "extra", key, story.id, shown)


def judge_coverage(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield whether the rows of the weightiest points say rightly who carries the fact, and false omissions."""
    placed = place(story, dossier)
    rows = {row["point"]: row["cells"] for row in dossier["coverage"]}
    facts_of: dict[str, set[str]] = {}
    for found in placed:
        facts_of.setdefault(found.point, set()).update(found.keys)
    carried = {(m.key, m.document) for m in told(story)}
    carried |= {(key, m.document) for m in told(story) for key in m.also}
    for key in sorted({m.key for m in told(story) if m.key[:2] != "bg"}):
        points: dict[str, int] = {}
        for found in placed:
            if key in found.keys:
                points[found.point] = points.get(found.point, 0) + 1
        if not points:
            continue
        main = max(points, key=lambda p: (points[p], p))
        there = [m for p in placed if p.point == main for m in p.marks if m.key == key]
        for report in story.reports:
            own = [m for m in told(story) if (m.key, m.document) == (key, report.id)]
            if any(m.form in _ALTERED or not any(_agree(m, t) for t in there) for m in own):
                continue
            shown = rows[main].get(report.id)
            has = (key, report.id) in carried
            says = shown in ("supports", "partial", "contradicts")
            if has or says:
                state = "right" if has and says else "missed" if has else "extra"
                yield Finding("coverage", state, key, story.id, f"{report.id}: {shown}")
    for omission in dossier["omissions"]:
        keys = {key for p in omission["points"] for key in facts_of.get(p, ())}
        if "does not carry" in omission["text"] and keys:
            false = any((key, omission["document"]) in carried for key in keys)
            state = "extra" if false else "right"
            shown = f"{omission['document']} {omission['text']}"
            yield Finding("omissions", state, "+".join(sorted(keys)), story.id, shown)


def judge_disputes(story: Story, dossier: Plain) -> Iterator[Finding]:
    """Yield whether the accusation that another party denies is marked as disputed, and what is so without a reason."""
    at_odds = {m for clash in story.clashes for m in (*clash.left, *clash.right)}
    contested = {m.key for m in at_odds} | {"fig1", "fig2", "accusation", "denial"}
    denied = {m.key for m in told(story)} >= {"accusation", "denial"}
    disputed = {p["id"] for p in dossier["points"] if p["disputed"]}
    placed = place(story, dossier)
    own = [p for p in placed if "accusation" in p.keys]
    if denied and own:
        state = "right" if any(p.point in disputed for p in own) else "missed"
        shown = own[0].claim["evidence"]["text"]
        yield Finding("disputed", state, "accusation", story.id, shown)
    for point in sorted(disputed):
        inside = [p for p in placed if p.point == point]
        if inside and not any(p.keys & contested for p in inside):
            claim = inside[0].claim["evidence"]["text"]
            yield Finding("disputed", "extra", inside[0].marks[0].key, story.id, claim)
