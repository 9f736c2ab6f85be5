"""Whom "he" and "she" mean, where only one person can be meant; all other pronouns are left alone.

In go the persons with their mentions, to which the pronouns that mean them are added. Nobody speaks of himself as "he":
a pronoun in a quotation does not mean who is quoted, and one outside does not mean who is only named inside.
"""

from typing import NamedTuple

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

SOMEBODY = frozenset(
    """man woman boy girl child baby teenager teen youth student pupil teacher suspect victim driver rider passenger
    pedestrian gunman attacker assailant officer deputy soldier pilot sailor worker employee patient resident neighbor
    neighbour tourist migrant prisoner inmate defendant witness mother father son daughter wife husband brother sister
    uncle aunt cousin grandmother grandfather girlfriend boyfriend widow friend colleague player farmer fisherman
    nurse shopper cyclist hiker swimmer""".split()
)
"""Persons without a name that a pronoun after them may mean as well."""

SAYING = frozenset("say tell add note explain recall write ask reply state think believe".split())

_OPENING, _CLOSING, _STRAIGHT = frozenset("“«"), frozenset("”»"), frozenset(('"', "``", "''"))


class Named(NamedTuple):
    """The last token of a mention, whose it is, and whether it stands in a quotation."""

    token: int
    person: Draft
    quoted: bool


def resolve_pronouns(tree: Tree, people: list[Draft]) -> None:
    """Add to each of `people` the pronouns that mean him or her.

    The person is the only one named in this sentence before the pronoun, or else in the nearest
    sentence before that names any; among several of a fitting gender only its subject is taken.
    """
    if not people:
        return
    quoted = _quoted(tree)
    named: dict[int, list[Named]] = {}
    for person in people:
        for first, last, form in person.spans:
            if form in ("name", "title"):
                mention = Named(last - 1, person, quoted[first])
                named.setdefault(tree.sentence_of[first], []).append(mention)
    meant: list[Named] = []
    for token, word in enumerate(tree.parse.words):
        gender = GENDERS.get(word.lower())
        if gender is None or tree.parse.pos[token] not in ("PRON", "DET"):
            continue
        found = _meant(tree, Named(token, people[0], quoted[token]), gender, named)
        if found is not None:
            meant.append(Named(token, found, quoted[token]))
            named.setdefault(tree.sentence_of[token], []).append(meant[-1])
    for token, person, _ in meant:
        person.spans.append((token, token + 1, "pronoun"))


def _quoted(tree: Tree) -> list[bool]:
    """Return for each token whether it stands between quotation marks, counted anew in each paragraph."""
    inside, block = False, -1
    quoted = []
    for token, word in enumerate(tree.parse.words):
        here = tree.sentence(token).block
        if here != block:
            inside, block = False, here
        if word in _OPENING or word in _CLOSING:
            inside = word in _OPENING
        elif word in _STRAIGHT:
            inside = not inside
        quoted.append(inside)
    return quoted


def _meant(tree: Tree, pronoun: Named, gender: str, named: dict[int, list[Named]]) -> Draft | None:
    here = tree.sentence_of[pronoun.token]
    if _after_somebody(tree, pronoun.token, here, named):
        return None
    for number in range(here, here - BACK - 1, -1):
        found = [m for m in named.get(number, ()) if m.token < pronoun.token]
        found = [m for m in found if not _other_voice(tree, m, pronoun)]
        fitting = [m for m in found if m.person.gender() in ("", gender)]
        if not fitting:
            if found:
                return None
            continue
        if len({id(m.person) for m in fitting}) == 1:
            return fitting[0].person
        subjects = {id(m.person): m.person for m in fitting if _is_subject(tree, m.token)}
        return next(iter(subjects.values())) if len(subjects) == 1 else None
    return None


def _other_voice(tree: Tree, mention: Named, pronoun: Named) -> bool:
    """Tell whether a quotation parts the two: who says it is not "he" in it, whom it names not "he" outside."""
    if mention.quoted == pronoun.quoted:
        return False
    return mention.quoted or _says(tree, mention.token)


def _says(tree: Tree, token: int) -> bool:
    """Tell whether the name that ends in `token` is the subject of a verb of saying."""
    parse = tree.parse
    for _ in range(3):
        if parse.deps[token] == "nsubj":
            return parse.lemmas[parse.heads[token]].lower() in SAYING
        token = parse.heads[token]
    return False


def _after_somebody(tree: Tree, token: int, here: int, named: dict[int, list[Named]]) -> bool:
    """Tell whether a person without a name stands nearer before the pronoun than any with one, in its sentence."""
    nearest = max((m.token for m in named.get(here, ()) if m.token < token), default=-1)
    words, tags = tree.parse.words, tree.parse.tags
    first = max(tree.sentence(token).first, nearest + 1)
    return any(
        tags[t] == "NN" and words[t].lower() in SOMEBODY and tree.parse.heads[t] != token
        for t in range(first, token)
    ) and not _is_apposition(tree, first, token, nearest)


def _is_apposition(tree: Tree, first: int, token: int, nearest: int) -> bool:
    """Tell whether the nameless one says who the named one is ("Oru Tamm, a teacher, said he")."""
    deps, heads = tree.parse.deps, tree.parse.heads
    return (
        any(
            tree.parse.words[t].lower() in SOMEBODY
            and deps[t] in ("appos", "attr")
            and heads[t] <= max(nearest, token)
            for t in range(first, token)
        )
        and nearest >= 0
    )


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
