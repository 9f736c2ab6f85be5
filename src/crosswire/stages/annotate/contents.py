"""What is said: the stretch of tokens that a cue's frame makes its content, without the cue and the speaker.

One function a frame; the first frame that finds something wins, clauses before objects. "That" belongs to the
content, a governing preposition to the cue, as in PolNeAR.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from crosswire.stages.annotate.cues import Cue
from crosswire.stages.annotate.ranges import Range, Reach, without
from crosswire.stages.annotate.tree import Tree


class Content(NamedTuple):
    """Stretches of tokens, the rule that found them, the token at the head of the content, and the frame."""

    ranges: list[Range]
    rule: str
    head: int
    frame: str


Finder = Callable[[Tree, Reach, Cue], Content | None]

_PARENTHETICAL = frozenset({"parataxis", "ccomp", "advcl", "dep", "appos", "intj", "conj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})


def find_content(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """Return the content of `cue` by its syntax alone, or None."""
    finders = _FINDERS[cue.pos]
    if cue.pos == "verb" and _governs_preposition(tree, cue):
        finders = (_preposition, *finders)
    for finder in finders:
        content = finder(tree, reach, cue)
        if content is not None and content.ranges:
            return content
    return None


def _governs_preposition(tree: Tree, cue: Cue) -> bool:
    """Tell whether the word right after the cue is a preposition of its frames: "warned of"."""
    after = cue.token + 1
    clause = tree.child(cue.token, "ccomp")
    if clause is not None and tree.child(clause, "mark") is not None:
        return False
    return after < len(tree.parse.heads) and (
        tree.parse.deps[after] == "prep"
        and tree.parse.heads[after] == cue.token
        and tree.parse.words[after].lower() in cue.frames
    )


# ---------------------------------------------------------------- verbs


def _clause(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """said [that the bridge is closed]."""
    if "that" not in cue.frames:
        return None
    for child in tree.kids(cue.token, "ccomp"):
        if not _is_to_infinitive(tree, child) or "inf" in cue.frames:
            first, last = _with_small_subject(tree, reach, cue, child)
            last = max(last, _backshifted(tree, reach, cue, child))
            return Content(reach.without_asides((first, last)), "clause", child, "that")
    return None


def _with_small_subject(tree: Tree, reach: Reach, cue: Cue, child: int) -> Range:
    """Return the clause, from its subject on where the parser took that for the object of the cue."""
    first, last = reach.of(child)
    what = tree.child(cue.token, "dobj")
    if what is None or not cue.token < what < first or "obj" not in cue.frames:
        return first, last
    bare = not _has_subject(tree, child) and tree.child(child, "mark") is None
    return (reach.first[what], last) if bare and reach.last[what] == first else (first, last)


def _backshifted(tree: Tree, reach: Reach, cue: Cue, child: int) -> int:
    """Return where a second clause ends that only its "would" shows to be reported too, or -1."""
    for other in tree.kids(cue.token, "conj"):
        modal = any(tree.parse.words[a].lower() == "would" for a in tree.kids(other, "aux"))
        if modal and other > child > cue.token and tree.parse.tags[cue.token] == "VBD":
            return reach.last[other]
    return -1


def _raised(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge] is said [to be closed]: the passive subject belongs to the content."""
    frame = next((f for f in ("inf", "that") if f in cue.frames), None)
    if not cue.passive or frame is None or ("objinf" in cue.frames and "obj" not in cue.frames):
        return None
    child, subject = tree.child(cue.token, "xcomp"), tree.child(cue.token, "nsubjpass")
    if child is None or subject is None or not _is_to_infinitive(tree, child):
        return None
    pieces = [_name_of(tree, reach, subject), reach.of(child)]
    return Content(pieces, "raised-subject", child, frame)


def _infinitive(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """plans [to close the bridge]; wants [the city to close it]."""
    if "inf" not in cue.frames and "objinf" not in cue.frames:
        return None
    for child in tree.kids(cue.token, "xcomp", "ccomp"):
        if _is_to_infinitive(tree, child) and child > cue.token:
            return _with_object(tree, reach, cue, child)
    return None


def _with_object(tree: Tree, reach: Reach, cue: Cue, child: int) -> Content | None:
    first, last = reach.of(child)
    before = [c for c in tree.kids(cue.token, "dobj", "dative", "prep") if cue.token < c < first]
    frame = "objinf" if "objinf" in cue.frames else "inf"
    if frame == "objinf" and not cue.passive:
        for other in before:
            if tree.parse.deps[other] != "prep":
                first = min(first, reach.first[other])
    return Content([(first, last)], "infinitive", child, frame)


def _as(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """described [the plan] as [a mistake]."""
    if "as" not in cue.frames:
        return None
    mark = next(
        (p for p in tree.kids(cue.token, "prep") if tree.parse.words[p].lower() == "as"), None
    )
    what = tree.child(cue.token, "nsubjpass" if cue.passive else "dobj")
    if mark is None or what is None or reach.last[mark] <= mark + 1:
        return None
    said = (mark + 1, reach.last[mark])
    return Content([reach.of(what), said], "as", mark, "as")


def _call(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """called [the plan a mistake]."""
    if "call" not in cue.frames:
        return None
    predicate = tree.child(cue.token, "oprd", "ccomp", "xcomp")
    objects = tree.kids(cue.token, "dobj", "dative")
    if predicate is None and len(objects) > 1:
        predicate = objects.pop()
    if predicate is None or predicate < cue.token:
        return None
    if cue.passive:
        subject = tree.child(cue.token, "nsubjpass")
        pieces = [] if subject is None else [reach.of(subject)]
        return Content([*pieces, reach.of(predicate)], "naming", predicate, "call")
    if not objects and tree.parse.deps[predicate] == "oprd":
        return Content([reach.of(predicate)], "naming", predicate, "call")
    first = min([reach.first[o] for o in objects] + [reach.first[predicate]])
    return Content([(first, reach.last[predicate])], "naming", predicate, "call")


def _preposition(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """called for [talks]; accused them of [hiding it]; called on [the city to act]."""
    for mark in tree.kids(cue.token, "prep", "agent"):
        word = tree.parse.words[mark].lower()
        target = tree.child(mark, "pobj", "pcomp", "prep")
        if word == "as" or word not in cue.frames or target is None or mark < cue.token:
            continue
        first, last = mark + 1, reach.last[mark]
        if cue.lemma == "call" and tree.child(cue.token, "dobj") is not None:
            continue
        goal = tree.child(cue.token, "xcomp", "advcl")
        if (
            word in ("on", "upon")
            and goal is not None
            and goal > mark
            and _is_to_infinitive(tree, goal)
        ):
            last = reach.last[goal]
        elif cue.lemma == "call" and word in ("on", "upon"):
            continue
        return Content([(first, last)], "preposition", target, word)
    return None


def _gerund(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """denied [hiding the report]."""
    child = tree.child(cue.token, "xcomp") if "ing" in cue.frames else None
    if child is None or tree.parse.tags[child] != "VBG" or child < cue.token:
        return None
    return Content([reach.of(child)], "gerund", child, "ing")


def _object(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """condemned [the attack]; [the attack] was condemned; [the attack] that they condemned."""
    if "obj" not in cue.frames:
        return None
    if cue.passive:
        what = tree.child(cue.token, "nsubjpass")
        if what is None or tree.child(cue.token, "agent") is None:
            return None
        return Content([reach.of(what)], "passive-object", what, "obj")
    what = tree.child(cue.token, "dobj")
    relative = tree.parse.deps[cue.token] == "relcl"
    if what is not None and tree.parse.words[what].lower() not in _RELATIVE:
        return Content([reach.of(what)], "object", what, "obj")
    if relative and tree.child(cue.token, "nsubj") is not None:
        head = tree.parse.heads[cue.token]
        subject = tree.child(cue.token, "nsubj")
        if subject is not None and tree.parse.words[subject].lower() not in _RELATIVE:
            return Content(
                [(reach.first[head], reach.first[cue.token])], "relative-object", head, "obj"
            )
    return None


def _parenthetical(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge], she said, [is closed]: the cue hangs on what it attributes."""
    if "that" not in cue.frames or tree.parse.deps[cue.token] not in _PARENTHETICAL:
        return None
    head = tree.parse.heads[cue.token]
    subject = tree.child(cue.token, "nsubj")
    first, last = reach.of(cue.token)
    if subject is None or first == 0 or tree.child(cue.token, "mark", "cc", "dobj") is not None:
        return None
    before = tree.parse.words[first - 1]
    if not (before in ',”"—–-' or tree.parse.words[first] in ',”"—–-') or (
        head > last and first == 0
    ):
        return None
    if tree.parse.deps[cue.token] == "conj" and subject < cue.token:
        return None
    body = without([reach.of(head)], [(first, last)])
    later = [
        reach.of(c) for c in tree.kids(head, "conj") if c > cue.token and _has_subject(tree, c)
    ]
    return Content(without(body, later), "parenthetical", head, "that")


def _inside_relative(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """images [it said] [showed a base]: what is left of the relative clause."""
    if "that" not in cue.frames or tree.parse.deps[cue.token] != "relcl":
        return None
    subject = tree.child(cue.token, "nsubj")
    other = tree.child(cue.token, "conj", "ccomp", "xcomp")
    if subject is None or other is None or other < cue.token or _has_subject(tree, other):
        return None
    if tree.parse.words[subject].lower() in _RELATIVE or tree.child(cue.token, "cc") is not None:
        return None
    return Content([reach.of(other)], "inside-relative", other, "that")


def _unanswered(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """did not respond [to a request]; did not confirm [the report]."""
    if "unanswered" not in cue.frames:
        return None
    child = tree.child(cue.token, "dobj", "prep", "xcomp")
    if child is None or child < cue.token:
        return None
    return Content([reach.of(child)], "no-answer", child, "unanswered")


def _silence(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """remained [silent on the matter]."""
    about = tree.child(cue.token, "prep") or tree.child(tree.parse.heads[cue.token], "prep")
    if (
        about is not None
        and about > cue.token
        and tree.parse.words[about].lower() in ("on", "about")
    ):
        return Content([(about + 1, reach.last[about])], "silence", about, "silence")
    return Content([reach.of(cue.token)], "silence", cue.token, "silence")


# ---------------------------------------------------------------- nouns and other cues


def _noun_clause(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """the claim [that the bridge is closed]; a promise [to mend it]."""
    for child in tree.kids(cue.token, "acl", "ccomp", "relcl", "xcomp"):
        first, last = reach.of(child)
        mark = tree.child(child, "mark")
        if child < cue.token or first <= cue.token:
            continue
        if "that" in cue.frames and mark is not None and tree.parse.words[mark].lower() == "that":
            return Content([(first, last)], "noun-clause", child, "that")
        if "inf" in cue.frames and _is_to_infinitive(tree, child):
            return Content([(first, last)], "noun-infinitive", child, "inf")
    return None


def _noun_preposition(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """allegations of [fraud]; calls for [talks]."""
    for mark in tree.kids(cue.token, "prep"):
        target = tree.child(mark, "pobj", "pcomp")
        if tree.parse.words[mark].lower() in cue.frames and target is not None:
            return Content(
                [(mark + 1, reach.last[mark])],
                "noun-preposition",
                target,
                tree.parse.words[mark].lower(),
            )
    return None


def _adjective(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """was confident [that the bridge would hold]."""
    for child in tree.kids(cue.token, "ccomp"):
        if not _is_to_infinitive(tree, child) and child > cue.token:
            return Content([reach.of(child)], "adjective-clause", child, "that")
    return None


def _adverb(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge is] reportedly [closed]: the clause that the adverb stands in."""
    head = tree.parse.heads[cue.token]
    if head == cue.token:
        return None
    body = without([reach.of(head)], [(cue.token, cue.token + 1)])
    return Content(
        without(body, list(_cut_away(tree, reach, head, cue.token))), "adverb", head, "clause"
    )


def _according(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge is closed], according to the police[, and will stay so]."""
    own = reach.of(cue.token)
    head = tree.parse.heads[cue.token]
    climb = own[0] > 0 and tree.parse.words[own[0] - 1] in {",", "”", '"', "—", "–"}
    while tree.parse.heads[head] != head and not (_is_clause(tree, head) and not climb):
        if tree.parse.deps[head] in ("conj", "parataxis") and _has_subject(tree, head):
            break
        head = tree.parse.heads[head]
    body = without([reach.of(head)], [own])
    return Content(
        without(body, list(_cut_away(tree, reach, head, cue.token))), "according-to", head, "frame"
    )


# ---------------------------------------------------------------- questions to the tree


def _is_clause(tree: Tree, token: int) -> bool:
    return tree.parse.pos[token] in ("VERB", "AUX") and _has_subject(tree, token)


def _has_subject(tree: Tree, token: int) -> bool:
    return any(tree.parse.deps[c] in _SUBJECTS for c in tree.children[token])


def _is_to_infinitive(tree: Tree, token: int) -> bool:
    return any(
        tree.parse.tags[c] == "TO" and tree.parse.deps[c] == "aux" for c in tree.children[token]
    )


def _cut_away(tree: Tree, reach: Reach, head: int, at: int) -> Iterable[Range]:
    """Yield the later clauses joined to `head` after token `at`: they are not attributed any more."""
    for child in tree.kids(head, "conj"):
        if child > at and _has_subject(tree, child):
            yield reach.of(child)


def _name_of(tree: Tree, reach: Reach, token: int) -> Range:
    """Return a noun phrase up to its first relative clause."""
    first, last = reach.of(token)
    for child in tree.kids(token, "relcl"):
        if child > token:
            last = min(last, reach.first[child])
    return first, max(last, token + 1)


_FINDERS: dict[str, tuple[Finder, ...]] = {
    "verb": (
        _raised,
        _clause,
        _inside_relative,
        _infinitive,
        _preposition,
        _as,
        _call,
        _gerund,
        _unanswered,
        _object,
        _parenthetical,
    ),
    "noun": (_noun_clause, _noun_preposition),
    "adjective": (_adjective,),
    "adverb": (_adverb,),
    "preposition": (_according,),
    "silence": (_silence,),
}
