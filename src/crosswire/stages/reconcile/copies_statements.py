"""Copied statements and the statements they are copies of: what makes a copy add coverage and nothing else.

A statement in a copied passage joins the point of its counterpart where the passage comes from, and has its root.
One whose counterpart says otherwise, or can't be told, joins a point that has its root already, or none. Neither holds
two points together: so a copy never corroborates.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from msgspec.structs import replace

from crosswire.model.dossier import Root
from crosswire.model.story import Reason
from crosswire.stages.reconcile.align import JOIN, Group, Pair
from crosswire.stages.reconcile.copies import Copies
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement
from crosswire.text.folding import fold
from crosswire.text.words import words

MEETS = 0.5
"""Share of the longer of two stretches that they have in common for their statements to be one."""

MEETS_WHOLLY = 0.8
"""The same where their verbs differ."""
MOST = 16
"""Copies of a statement that are held against others and one another: the first by id."""

Twins = Mapping[str, Statement]
"""By the id of a copied statement, the statement it is a copy of, in no copy of it itself."""


class Copied(NamedTuple):
    """The statements that stand in copied words, by id.

    `twins` are copies of a statement and `loose` of words only that their original says otherwise: with the statement
    that stands there, or None where there is none.
    """

    twins: dict[str, Statement]
    loose: dict[str, Statement | None]
    news: frozenset[str] = frozenset()
    """Of the loose ones those by which a maker's later version says otherwise than its earlier one."""
    added: frozenset[str] = frozenset()
    """What reports that are mostly copy say of their own."""


def counterparts(statements: Sequence[Statement], copies: Copies) -> Copied:
    """Return the copied statements with what they are copies of."""
    by_document: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_document[statement.document].append(statement)
    found = Copied({}, {})
    # From the originals outward: the counterpart of a copy of a copy is the first original's.
    for statement in sorted(statements, key=lambda s: (copies.order[s.document], s.start, s.id)):
        if statement.headline:
            there = statement.document in copies.original
            twin, near = _headline(statement, by_document, copies), None
        else:
            places = copies.places(statement.document, statement.start, statement.end)
            there = bool(places)
            twin, near = _in_passage(statement, places, by_document)
        if twin is not None:
            found.twins[statement.id] = found.twins.get(twin.id, twin)
        elif there:
            first = found.twins.get(near.id, near) if near is not None else None
            found.loose[statement.id] = found.loose.get(first.id, first) if first else None
    return found


def _in_passage(
    statement: Statement,
    places: Sequence[tuple[str, int, int]],
    by_document: Mapping[str, Sequence[Statement]],
) -> tuple[Statement | None, Statement | None]:
    """Return the statement's counterpart, and what stands nearest to where one would be."""
    nearest = None
    for other, start, end in places:
        met = [
            (common, s.predicate == statement.predicate, s)
            for s in by_document.get(other, ())
            if not s.headline and (common := _common(s, start, end)) > 0
        ]
        fit = [n for n in met if n[0] >= (MEETS if n[1] else MEETS_WHOLLY)]
        if fit:
            return max(fit, key=lambda n: (n[1], n[0], len(n[2].chain), n[2].id))[2], None
        if met and nearest is None:
            nearest = max(met, key=lambda n: (n[0], len(n[2].chain), n[2].id))[2]
    return None, nearest


def _common(statement: Statement, start: int, end: int) -> float:
    common = min(end, statement.end) - max(start, statement.start)
    return common / max(end - start, statement.end - statement.start, 1)


def _headline(
    statement: Statement, by_document: Mapping[str, Sequence[Statement]], copies: Copies
) -> Statement | None:
    """Return the same headline, word for word, of the report that this one is mostly a copy of."""
    original = copies.original.get(statement.document)
    if original is None:
        return None
    told = _folded(statement)
    same = [s for s in by_document.get(original, ()) if s.headline and _folded(s) == told]
    return same[0] if same else None


def _folded(statement: Statement) -> list[str]:
    return [fold(w.text) for w in words(statement.text)]


def of_one_content(statement: Statement, original: Statement) -> bool:
    """Tell whether a copied statement still says what its original says: a changed number is another claim."""
    values = [
        sorted(f.value for f in s.figures if f.value is not None) for s in (statement, original)
    ]
    return (
        values[0] == values[1]
        and statement.negated == original.negated
        and statement.status == original.status
    )


def told_again(
    found: Copied, statements: Sequence[Statement], decided: Collection[str], copies: Copies
) -> Copied:
    """Return the copied statements, those that say otherwise than their counterpart among the loose.

    What a person `decided` about is left to that.
    """
    told = Copied({}, {k: near for k, near in found.loose.items() if k not in decided})
    news = set()
    for statement in statements:
        twin = found.twins.get(statement.id)
        if twin is None or statement.id in decided:
            continue
        if of_one_content(statement, twin):
            told.twins[statement.id] = twin
            continue
        told.loose[statement.id] = told.loose.get(twin.id, twin)
        if statement.document in copies.updating:
            news.add(statement.id)
    copied = told.twins.keys() | told.loose.keys() | frozenset(decided)
    added = (s.id for s in statements if s.document in copies.original and s.id not in copied)
    return told._replace(news=frozenset(news), added=frozenset(added))


def attached(
    groups: Iterable[Group], statements: Sequence[Statement], twins: Twins
) -> tuple[Group, ...]:
    """Return the groups with the copies among the `statements`, each in that of its original."""
    copied = {s.id: s for s in statements if s.id in twins}
    joining: dict[str, list[str]] = defaultdict(list)
    for name in sorted(copied):
        joining[twins[name].id].append(name)
    found = []
    for group in groups:
        names = [(s.id, name) for s in group.members for name in joining.get(s.id, ())]
        if names:
            members = [*group.members, *(copied[name] for _, name in names)]
            pairs = (_copied(one, two) for one, two in names)
            group = replace(
                group,
                members=tuple(sorted(members, key=lambda s: s.id)),
                pairs=(*group.pairs, *pairs),
            )
        found.append(group)
    return tuple(found)


def _copied(original: str, copy: str) -> Pair:
    left, right = sorted((original, copy))
    return Pair(
        left=left,
        right=right,
        score=1.0,
        likeness=1.0,
        reasons=(Reason(feature="copied", value=1.0, weight=1.0),),
        linkable=True,
    )


def inherited(
    copied: Copied, origins: Mapping[str, Origin], reports: Mapping[str, Root]
) -> dict[str, Origin]:
    """Return the origins of copied statements: their own words for the chain, their original's root.

    `reports` has the root of the report that a loose one is copied from, for those where no statement stands. Whom a
    loose one names stays its source where others have something from there, too.
    """
    known = {o.party.id for name, o in origins.items() if o.party and name not in copied.loose}
    found = {}
    for name, near in copied.loose.items():
        own = origins[name]
        if own.party is not None and own.party.id in known:
            continue
        first = (
            origins[near.id] if near is not None else replace(own, party=None, report=reports[name])
        )
        found[name] = replace(own, party=first.party, report=first.report)
    for name, twin in copied.twins.items():
        first = found.get(twin.id) or origins[twin.id]
        found[name] = replace(origins[name], party=first.party, report=first.report)
    return found


def placed(
    groups: Sequence[Group],
    loose: Sequence[Statement],
    pairs: Iterable[Pair],
    origins: Mapping[str, Origin],
    news: Container[str] = (),
) -> tuple[Group, ...]:
    """Return the groups with the `loose` statements: each in the likeliest that has its root already, else alone.

    So what a copy says otherwise than its original is shown, ties nothing together and brings no root to anything. Only
    what is `news` from the original's own maker joins whatever says the same.
    """
    ties: dict[str, list[Pair]] = defaultdict(list)
    left = {s.id for s in loose}
    for pair in pairs:
        if pair.linkable and pair.score >= JOIN:
            for name in {pair.left, pair.right} & left:
                ties[name].append(pair)
    members = [list(g.members) for g in groups]
    held = [list(g.pairs) for g in groups]
    home = {s.id: n for n, own in enumerate(members) for s in own}
    roots = [{origins[s.id].root for s in own} for own in members]
    for statement in sorted(loose, key=lambda s: s.id):
        own = origins[statement.id].root
        fit = [
            (pair.score, at, pair)
            for pair in ties[statement.id]
            if (at := home.get(pair.right if pair.left == statement.id else pair.left)) is not None
            and (own in roots[at] or statement.id in news)
        ]
        if fit:
            _, at, pair = max(fit, key=lambda f: (f[0], -f[1]))
            members[at].append(statement)
            held[at].append(pair)
            roots[at].add(own)
        else:
            at = len(members)
            members.append([statement])
            held.append([])
            roots.append({own})
        home[statement.id] = at
    return tuple(
        Group(members=tuple(sorted(own, key=lambda s: s.id)), pairs=tuple(tied))
        for own, tied in zip(members, held, strict=True)
    )


def likenesses(pairs: Iterable[Pair], twins: Twins) -> dict[tuple[str, str], float]:
    """Return how alike statements are, by their ids (smaller first): copies as much as their originals are.

    What two reports disagree on is looked for among these; a copy that drops a source or a word is found by them.
    """
    copies: dict[str, list[str]] = defaultdict(list)
    for name in sorted(twins):
        copies[twins[name].id].append(name)
    found: dict[tuple[str, str], float] = {}
    for pair in pairs:
        ones, twos = (
            [n, *copies[n][:MOST]] if n in copies else [n] for n in (pair.left, pair.right)
        )
        found |= {(min(a, b), max(a, b)): pair.likeness for a in ones for b in twos}
    for original, listed in copies.items():
        same = [original, *listed[:MOST]]
        found |= {(min(a, b), max(a, b)): 1.0 for a, b in combinations(same, 2)}
    return found
