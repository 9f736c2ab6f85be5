"""What the head of a clause says of its deed: by whom, whether it was done at all, when, and how surely.

In: a tree and the head of a clause. Out: subject, negation, voice, tense and modality of that clause. A
verb joined to another ("will close the plant and cut jobs") has those of the first that it does not say.
"""

from typing import Literal

from crosswire.stages.annotate.tree import SUBJECTS, Tree

Tense = Literal["past", "present", "future", "none"]
Modality = Literal["possible", "expected", "conditional", "demand", "question"]

CONNECTIVES = frozenset(
    "and but or nor while although though because since as when where which who that whether if so "
    "yet after before until unless however meanwhile also then".split()
)
_POSSIBLE = frozenset(("may", "might", "could", "can"))
_EXPECTED = frozenset(("will", "shall", "would", "'ll", "’ll", "'d", "’d"))
_FUTURE = frozenset(("will", "'ll", "’ll", "shall"))
_PLANNING = frozenset("plan expect intend prepare aim hope schedule set poise seek go".split())
_ARRANGED = frozenset("plan expect schedule slate anticipate project forecast".split())
_INQUIRING = frozenset(
    "ask wonder know see check examine investigate probe decide determine establish learn tell say".split()
)
_OBLIGED = frozenset(("should", "must", "ought"))
_IF = frozenset(("if", "unless"))
_LATER = frozenset("after when once until till before as".split())
_MATTERS = frozenset(
    """possibility risk chance danger prospect likelihood threat idea fear hope report allegation claim rumour
    rumor speculation evidence sign case instance image video footage picture photograph""".split()
)
"""Nouns of which "of X doing Y" says that X, not they, do it."""
_NOBODY = frozenset(("nobody", "nothing", "none"))
_NEVER = frozenset("circumstance circumstances time point way case account means event".split())

_FAR = 60
"""Tokens back in which another clause is looked for."""

MOST_JOINED = 8
"""Verbs in a row that may share one subject."""


def subject_of(tree: Tree, head: int) -> int | None:
    """Return who does what the clause says: its own subject, that of a verb beside it, or the noun it tells of."""
    parse = tree.parse
    subject, dep = tree.subject(head), parse.deps[head]
    if subject is None:
        return _shared_subject(tree, head) if dep in ("conj", "advcl") else _borne(tree, head)
    if parse.words[subject].lower() in CONNECTIVES:
        return parse.heads[head] if dep == "relcl" else None
    return subject


def _borne(tree: Tree, head: int) -> int | None:
    """Return the noun that a participle tells of, or what is left of a relative: "images it said (showed a base)"."""
    deps, heads = tree.parse.deps, tree.parse.heads
    if deps[head] == "acl":
        return _whose(tree, heads[head], head)
    said = heads[head]
    return heads[said] if deps[head] == "ccomp" and deps[said] == "relcl" else None


def _whose(tree: Tree, noun: int, head: int) -> int:
    """Return of whom the noun before a participle tells: "the risk of the river (flooding the town)", the river."""
    for mark in tree.kids(noun, "prep"):
        target = tree.child(mark, "pobj")
        if target is not None and target < head and tree.parse.lemmas[noun].lower() in _MATTERS:
            return target
    return noun


def _shared_subject(tree: Tree, head: int) -> int | None:
    """Return the subject of a verb joined to others, or of a participle beside its clause: theirs.

    A past participle after its clause ("..., known as the Wall") may tell of any noun in it: none.
    """
    parse = tree.parse
    if head and parse.deps[head - 1] == "relcl" and parse.pos[head - 1] == "VERB":
        return parse.heads[head - 1]  # images it said (showed a base)
    for _ in range(MOST_JOINED):
        above, dep = parse.heads[head], parse.deps[head]
        if dep == "acl":
            return above
        if above == head or dep not in ("conj", "advcl"):
            return None
        loose = parse.tags[head] == "VBN" and head > above and tree.child(head, "aux") is None
        if dep == "advcl" and (parse.tags[head] not in ("VBG", "VBN") or loose):
            return None
        if dep == "advcl" and _others_between(tree, above, head):
            return None
        subject = tree.subject(above)
        if subject is not None:
            joined = parse.words[subject].lower() in CONNECTIVES
            of_noun = joined and parse.deps[above] == "relcl"
            return parse.heads[above] if of_noun else None if joined else subject
        head = above
    return None


def _others_between(tree: Tree, verb: int, participle: int) -> bool:
    """Tell whether a clause with a subject of its own stands between: then the participle may be of either."""
    deps, heads = tree.parse.deps, tree.parse.heads
    return any(
        deps[t] in ("nsubj", "nsubjpass") and verb < heads[t] < participle
        for t in range(max(verb + 1, participle - _FAR), participle)
    )


def is_negated(tree: Tree, head: int, subject: int | None, objects: tuple[str, ...]) -> bool:
    """Tell whether the deed is denied: by "not", "never", "no longer", "neither ... nor", or by whom it names.

    "Nobody was hurt", "the blast hurt no one" and "they found no trace" deny; "no fewer than ten" does not.
    """
    if tree.child(head, "neg") is not None or _is_neither(tree, head):
        return True
    parse = tree.parse
    if any(tree.child(a, "neg") is not None for a in tree.kids(head, "advmod")):
        return True  # no longer
    for mark in tree.kids(head, "prep"):
        target = tree.child(mark, "pobj")
        if target is not None and parse.lemmas[target].lower() in _NEVER and _is_none(tree, target):
            return True
    named = (subject, *tree.kids(head, *objects))
    return any(noun is not None and _is_none(tree, noun) for noun in named)


def _is_neither(tree: Tree, head: int) -> bool:
    words = tree.parse.words
    above = tree.parse.heads[head] if tree.parse.deps[head] == "conj" else head
    marks = (*tree.kids(above, "preconj", "cc", "advmod"), *tree.kids(head, "preconj"))
    joined = above != head or tree.child(head, "conj") is not None
    return joined and any(words[m].lower() in ("neither", "nor") for m in marks)


def _is_none(tree: Tree, noun: int) -> bool:
    """Tell whether the words name nobody or nothing: "no one", "none of them", "no survivors", but no "nothing but"."""
    words = tree.parse.words
    if any(words[m].lower() in ("but", "except") for m in tree.kids(noun, "prep")):
        return False
    if words[noun].lower() in _NOBODY:
        return True
    return any(words[c].lower() == "no" for c in tree.kids(noun, "det"))


def is_passive(tree: Tree, head: int, steps: int = MOST_JOINED) -> bool:
    """Tell whether the subject suffers the deed: "was shelled", "the treaty signed in May", "stopped and searched"."""
    parse = tree.parse
    if tree.child(head, "nsubjpass", "auxpass") is not None:
        return True
    if parse.tags[head] != "VBN" or tree.child(head, "aux", *SUBJECTS) is not None:
        return False
    if parse.deps[head] == "conj":
        first = parse.heads[head]
        return first < head and steps > 0 and is_passive(tree, first, steps - 1)
    return parse.deps[head] in ("acl", "advcl") and tree.child(head, "dobj") is None


def tense_of(tree: Tree, head: int, steps: int = MOST_JOINED) -> Tense:
    """Return the tense of the clause, with a verb joined to another that of the first."""
    parse = tree.parse
    above = _leader(tree, head)
    if above is not None and steps > 0:
        return tense_of(tree, above, steps - 1)
    helpers = tree.kids(head, "aux", "auxpass")
    if any(parse.words[h].lower() in _FUTURE for h in helpers):
        return "future"
    for token in (*helpers, head):
        if parse.tags[token] == "VBD":
            return "past"
        if parse.tags[token] in ("VBZ", "VBP"):
            done = parse.lemmas[token] == "have" and token != head
            return "past" if done else "present"
    going_on = any(parse.tags[h] in ("VBG", "VB") for h in helpers)
    if parse.tags[head] == "VBN" and parse.deps[head] in ("acl", "advcl", "ROOT") and not going_on:
        return "past"
    return "none"


def _leader(tree: Tree, head: int) -> int | None:
    """Return the verb whose helpers serve this one too: "will close ... and cut", "was stopped and searched"."""
    parse = tree.parse
    above = parse.heads[head]
    if parse.deps[head] != "conj" or above >= head or parse.pos[above] not in ("VERB", "AUX"):
        return None
    if tree.child(head, "aux", "auxpass", *SUBJECTS) is not None:
        return None
    if parse.tags[head] in ("VB", "VBN", "VBG"):
        return above if parse.tags[above] == parse.tags[head] else None
    bare = parse.words[head].lower() == parse.lemmas[head].lower()
    return above if bare and parse.tags[above] == "VB" else None  # "will close and cut"


def modality_of(tree: Tree, head: int, steps: int = MOST_JOINED) -> Modality | None:
    """Return what keeps the clause from being a fact: it is possible, expected, demanded, asked; None if nothing."""
    parse = tree.parse
    marks = {parse.words[m].lower() for m in tree.kids(head, "mark")}
    if "whether" in marks or ("if" in marks and _asks(tree, head)) or _is_asked_too(tree, head):
        return "question"
    if _nothing_speaks_for(tree, head):
        return "question"
    if marks & _IF or _is_under_if(tree, head):
        return "conditional"
    above = _leader(tree, head)
    if above is not None and steps > 0:
        found = modality_of(tree, above, steps - 1)
        governed = found is None and parse.deps[above] == "xcomp" and steps == MOST_JOINED
        return modality_of(tree, parse.heads[above], steps - 1) if governed else found
    helpers = {parse.words[h].lower() for h in tree.kids(head, "aux")}
    if helpers & _POSSIBLE:
        return "possible"
    if helpers & _OBLIGED:
        return "demand"
    if helpers & _EXPECTED or _is_arranged(tree, head) or _is_still_to_come(tree, head, steps):
        return "expected"
    if any(parse.words[c] == "?" for c in tree.kids(head, "punct")):
        return "question"
    return None


def _asks(tree: Tree, head: int) -> bool:
    """Tell whether "if" brings in a question: "do not know if it held", "are checking if it held"."""
    parse = tree.parse
    if parse.deps[head] in ("ccomp", "pcomp"):
        return True
    above = parse.heads[head]
    after = [w.lower() for w in parse.words[above + 1 : above + 2]]
    beside = parse.deps[head] == "advcl" and after == ["if"]
    return beside and parse.lemmas[above].lower() in _INQUIRING


_SIGNS = frozenset("sign evidence indication proof hint trace".split())


def _nothing_speaks_for(tree: Tree, head: int) -> bool:
    """Tell whether the clause hangs on a sign that there is not: "no evidence that", "not been any sign that"."""
    parse = tree.parse
    noun = parse.heads[head]
    if (
        parse.deps[head] not in ("acl", "ccomp", "relcl")
        or parse.lemmas[noun].lower() not in _SIGNS
    ):
        return False
    if any(parse.words[d].lower() == "no" for d in tree.kids(noun, "det")):
        return True
    return tree.child(parse.heads[noun], "neg") is not None


def _is_asked_too(tree: Tree, head: int) -> bool:
    """Tell whether the verb is joined to one that is asked: "whether the valve failed and the crew fled"."""
    above = tree.parse.heads[head]
    if tree.parse.deps[head] != "conj" or above >= head:
        return False
    marks = {tree.parse.words[m].lower() for m in tree.kids(above, "mark")}
    return "whether" in marks


def _is_under_if(tree: Tree, head: int) -> bool:
    """Tell whether a condition hangs on the verb, or on the one it is joined to within a condition."""
    words = tree.parse.words
    below = ((c, m) for c in tree.kids(head, "advcl") for m in tree.kids(c, "mark"))
    if any(words[m].lower() in _IF and not _asks(tree, c) for c, m in below):
        return True
    for _ in range(MOST_JOINED):
        above = tree.parse.heads[head]
        if tree.parse.deps[head] != "conj" or above >= head:
            return False
        if tree.parse.deps[above] == "advcl" and any(
            words[m].lower() in _IF for m in tree.kids(above, "mark")
        ):
            return True
        head = above
    return False


def _is_arranged(tree: Tree, head: int) -> bool:
    """Tell whether the deed is only planned: "plans to", "is to travel", "is due to", "are expected on Monday"."""
    parse = tree.parse
    lemma = parse.lemmas[head].lower()
    if lemma in _PLANNING and tree.child(head, "xcomp") is not None:
        return True
    if lemma in _ARRANGED and tree.child(head, "auxpass") is not None:
        return tree.child(head, "ccomp") is None
    if lemma != "be":
        return False
    due = tree.child(head, "acomp")
    if due is not None:
        return parse.lemmas[due].lower() in ("due", "likely", "set")
    to_come = tree.child(head, "xcomp")
    subject = tree.subject(head)
    return (
        to_come == head + 2
        and parse.tags[to_come] == "VB"
        and (
            (subject is not None and parse.pos[subject] in ("PROPN", "PRON"))
            or _acts(tree, to_come)
        )
    )


def _acts(tree: Tree, verb: int) -> bool:
    """Tell whether "to VERB" after "is" is what somebody will do, not what something is: "the aim is to win"."""
    subject = tree.subject(tree.parse.heads[verb])
    if subject is None:
        return False
    lemma = tree.parse.lemmas[subject].lower()
    return lemma not in _ENDS


_ENDS = frozenset(
    """aim goal purpose plan idea task job challenge priority intention objective role point mission duty way
    solution answer trick key problem option choice ambition hope wish dream move step strategy thing best
    first last test question target decision approach alternative what""".split()
)
"""Nouns of which "is to" says what they are."""


def _is_still_to_come(tree: Tree, head: int, steps: int) -> bool:
    """Tell whether the clause sets the time of what is still to come: "will rise after the gates open"."""
    parse = tree.parse
    if steps <= 0 or parse.deps[head] != "advcl" or tense_of(tree, head) != "present":
        return False
    marks = {parse.words[m].lower() for m in tree.kids(head, "mark", "advmod")}
    above = parse.heads[head]
    if parse.pos[above] == "ADV":  # as soon as
        marks.add(parse.words[above].lower())
        above = parse.heads[above]
    if not marks & _LATER or ("as" in marks and not marks & {"soon", "long"}):
        return False
    for _ in range(MOST_JOINED):
        if modality_of(tree, above, 0) in ("possible", "expected", "conditional", "demand"):
            return True
        if parse.deps[above] != "xcomp":
            return False
        above = parse.heads[above]
    return False
