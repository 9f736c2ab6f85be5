"""Whom "he" and "she" mean, where only one person can be meant; all other pronouns are left alone."""

from crosswire.stages.annotate.aliases import Draft
from crosswire.stages.annotate.tree import Tree

GENDERS = {
    "he": "male",
    "his": "male",
    "him": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "herself": "female",
}
BACK = 2
"""Sentences before the pronoun's own in which its person must have been named."""


def resolve_pronouns(tree: Tree, people: list[Draft]) -> None:
    """Add to each of `people` the pronouns that mean him or her.

    The person is the only one named in this sentence before the pronoun, or else in the nearest
    sentence before that names any; among several of a fitting gender only its subject is taken.
    """
    named: dict[int, list[tuple[int, Draft]]] = {}
    for person in people:
        for first, last, form in person.spans:
            if form in ("name", "title"):
                named.setdefault(tree.sentence_of[first], []).append((last - 1, person))
    meant: list[tuple[int, Draft]] = []
    for token, word in enumerate(tree.parse.words):
        gender = GENDERS.get(word.lower())
        if gender is None or tree.parse.pos[token] not in ("PRON", "DET"):
            continue
        found = _meant(tree, token, gender, named)
        if found is not None:
            meant.append((token, found))
            named.setdefault(tree.sentence_of[token], []).append((token, found))
    for token, person in meant:
        person.spans.append((token, token + 1, "pronoun"))


def _meant(
    tree: Tree, token: int, gender: str, named: dict[int, list[tuple[int, Draft]]]
) -> Draft | None:
    here = tree.sentence_of[token]
    for number in range(here, here - BACK - 1, -1):
        found = [(t, p) for t, p in named.get(number, ()) if t < token]
        fitting = [(t, p) for t, p in found if p.gender() in ("", gender)]
        if not fitting:
            if found:
                return None
            continue
        if len({id(p) for _, p in fitting}) == 1:
            return fitting[0][1]
        subjects = {id(p): p for t, p in fitting if _is_subject(tree, t)}
        return next(iter(subjects.values())) if len(subjects) == 1 else None
    return None


def _is_subject(tree: Tree, token: int) -> bool:
    """Tell whether `token` is, or is inside a name that is, the subject of its sentence's main verb."""
    deps, heads = tree.parse.deps, tree.parse.heads
    for _ in range(3):
        if deps[token] in ("nsubj", "nsubjpass"):
            return deps[heads[token]] in ("ROOT", "conj", "ccomp")
        if deps[token] not in ("compound", "flat", "appos"):
            return False
        token = heads[token]
    return False
