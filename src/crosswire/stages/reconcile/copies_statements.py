"""Copied statements and the statements they are copies of: what makes a copy add coverage and nothing else.

A statement that stands in a copied passage has a counterpart where the passage comes from. It joins its
counterpart's point and has its root, and holds no two points together: so a copy never corroborates.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from crosswire.model.story import Reason
from crosswire.stages.reconcile.align import Group, Pair
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


def counterparts(statements: Sequence[Statement], copies: Copies) -> dict[str, Statement]:
    """Return the copied statements' originals; a statement without one in the passage's source has none."""
    by_document: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_document[statement.document].append(statement)
    found: dict[str, Statement] = {}
    # From the originals outward: the counterpart of a copy of a copy is the first original's.
    for statement in sorted(statements, key=lambda s: (copies.order[s.document], s.start, s.id)):
        twin = (
            _headline(statement, by_document, copies)
            if statement.headline
            else _in_passage(statement, by_document, copies)
        )
        if twin is not None:
            found[statement.id] = found.get(twin.id, twin)
    return found


def _in_passage(
    statement: Statement, by_document: Mapping[str, Sequence[Statement]], copies: Copies
) -> Statement | None:
    for other, start, end in copies.places(statement.document, statement.start, statement.end):
        near = [
            (common, s.predicate == statement.predicate, s)
            for s in by_document.get(other, ())
            if not s.headline and (common := _common(s, start, end)) >= MEETS
        ]
        fit = [n for n in near if n[1] or n[0] >= MEETS_WHOLLY]
        if fit:
            return max(fit, key=lambda n: (n[1], n[0], len(n[2].chain), n[2].id))[2]
    return None


def _common(statement: Statement, start: int, end: int) -> float:
    common = min(end, statement.end) - max(start, statement.start)
    return common / max(end - start, statement.end - statement.start, 1)


def _headline(
    statement: Statement, by_document: Mapping[str, Sequence[Statement]], copies: Copies
) -> Statement | None:
    """Return the same headline, word for word, of the report that this one is a copy of."""
    original = copies.whole.get(statement.document)
    if original is None or copies.order[original] >= copies.order[statement.document]:
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


def attached(
    groups: Iterable[Group], copied: Mapping[str, Statement], twins: Twins
) -> tuple[Group, ...]:
    """Return the groups with the `copied` statements, each in that of its original."""
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


def inherited(twins: Twins, origins: Mapping[str, Origin]) -> dict[str, Origin]:
    """Return the origins of copied statements: their own words for the chain, their original's root."""
    return {
        name: replace(origins[name], party=origins[twin.id].party, report=origins[twin.id].report)
        for name, twin in twins.items()
    }


def likenesses(
    pairs: Iterable[Pair], copied: Iterable[str], twins: Twins
) -> dict[tuple[str, str], float]:
    """Return how alike statements are, by their ids (smaller first): copies as much as their originals are.

    What two reports disagree on is looked for among these; a copy that drops a source or a word is found by them.
    """
    copies: dict[str, list[str]] = defaultdict(list)
    for name in sorted(copied):
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
