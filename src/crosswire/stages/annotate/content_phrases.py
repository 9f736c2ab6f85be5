"""Contents that are phrases of a verb: condemned ..., called for ..., described X as Y, called X Y, remained silent."""

from crosswire.stages.annotate.channels import is_medium
from crosswire.stages.annotate.content_shapes import RELATIVE, Content, is_dated, is_to_infinitive
from crosswire.stages.annotate.cues import Cue, is_noun_cue
from crosswire.stages.annotate.ranges import Range, Reach, without
from crosswire.stages.annotate.sources import can_speak
from crosswire.stages.annotate.tree import Tree

_SHOWING = frozenset({"show", "demonstrate", "illustrate"})
_FIGURES = frozenset("data datum figure result record statistic number document poll count".split())
_RESTATING = frozenset({"repeat", "reiterate", "restate", "voice", "express"})
_QUESTIONING = frozenset({"question", "query"})
_REASONS = frozenset({"for", "as", "over", "to", "from", "against", "toward", "towards", "about"})


def object(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """condemned [the attack]; [the attack] was condemned; [the attack] that they condemned."""
    if "obj" not in cue.frames:
        return None
    if cue.passive:
        what = tree.child(cue.token, "nsubjpass")
        if what is None or tree.child(cue.token, "agent") is None:
            return None
        return Content([reach.of(what)], "passive-object", what, "obj")
    what = tree.child(cue.token, "dobj")
    if what is not None and not _is_said(tree, cue, what):
        return None
    if what is not None and tree.parse.words[what].lower() not in RELATIVE:
        first, last = reach.of(what)
        aside = _aside(tree, reach, what)
        if aside is not None:
            return Content([(first, aside)], "object", what, "obj")
        return Content([(first, _with_reason(tree, reach, cue, last))], "object", what, "obj")
    subject = tree.child(cue.token, "nsubj")
    if tree.parse.deps[cue.token] != "relcl" or subject is None:
        return None
    if tree.parse.words[subject].lower() in RELATIVE:
        return None
    head = tree.parse.heads[cue.token]
    antecedent = (reach.first[head], reach.first[cue.token])
    return Content([antecedent], "relative-object", head, "obj")


def _aside(tree: Tree, reach: Reach, what: int) -> int | None:
    """Return where ", which ..." begins that the report adds to the thing said: "alarm over a dam, which comes"."""
    words = tree.parse.words
    comma = -1
    for token in range(what + 1, reach.last[what]):
        if words[token] == ",":
            comma = token
        elif words[token].lower() == "which" and comma >= 0:
            return comma
        elif tree.parse.pos[token] != "SPACE":
            comma = -1
    return None


def _is_said(tree: Tree, cue: Cue, what: int) -> bool:
    """Tell whether the object is a thing said: not a person who is questioned, nor a firm that is denied a licence.

    A warning that its owner repeats with its clause is a cue of its own; only papers and polls show anything.
    """
    parse = tree.parse
    if cue.lemma in _SHOWING:
        subject = tree.child(cue.token, "nsubj")
        return subject is not None and (
            is_medium(tree, subject) or parse.lemmas[subject].lower() in _FIGURES
        )
    if cue.lemma in _QUESTIONING:
        return parse.pos[what] == "NOUN" and not can_speak(tree, what)
    if tree.child(cue.token, "dative") is not None and cue.lemma == "deny":
        return False
    if cue.lemma not in _RESTATING:
        return True
    clause = tree.child(what, "acl", "ccomp")
    mark = None if clause is None else tree.child(clause, "mark")
    return not (
        mark is not None
        and parse.words[mark].lower() == "that"
        and is_noun_cue(parse.lemmas[what].lower())
    )


def _with_reason(tree: Tree, reach: Reach, cue: Cue, last: int) -> int:
    """Return where the object ends with what it is for: praised [the crew for saving it]."""
    for mark in tree.kids(cue.token, "prep"):
        word = tree.parse.words[mark].lower()
        shown = word == "with" and cue.lemma in ("show", "find", "credit")
        on = word == "on" and not is_dated(tree, mark)
        if mark == last and (word in _REASONS or shown or on):
            last = reach.last[mark]
    return last


def _with_rest(tree: Tree, reach: Reach, cue: Cue, last: int) -> int:
    """Return where a governed phrase ends with what the parser hung on its cue: called for [talks with Velmar]."""
    for mark in tree.kids(cue.token, "prep"):
        target = tree.child(mark, "pobj")
        of_saying = is_dated(tree, mark) or (target is not None and is_medium(tree, target))
        if mark == last and not of_saying:
            last = reach.last[mark]
    return last


def as_phrase(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """described [the plan] as [a mistake]."""
    if "as" not in cue.frames:
        return None
    what = tree.child(cue.token, "nsubjpass" if cue.passive else "dobj")
    if cue.passive and what is None and tree.parse.deps[cue.token] == "acl":
        marked = _as(tree, reach, cue.token, cue.token)  # a ship, billed by its owner as "..."
        return (
            None if marked is None else Content([(marked[0] + 1, marked[1])], "as", marked[0], "as")
        )
    marked = None if what is None else _as(tree, reach, cue.token, what)
    if what is None or marked is None or marked[1] <= marked[0] + 1:
        return None
    first, last = marked
    return Content([*without([reach.of(what)], [marked]), (first + 1, last)], "as", first, "as")


def _as(tree: Tree, reach: Reach, verb: int, what: int) -> Range | None:
    """Return the phrase with "as" of a verb, though the parser hung it on the object or made it a clause."""
    words = tree.parse.words
    for child in (*tree.kids(verb, "prep", "advcl"), *tree.kids(what, "prep")):
        first = reach.first[child]
        if first > verb and words[first].lower() == "as":
            return first, reach.last[child]
    return None


def call(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
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


def preposition(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """called for [talks]; accused them of [hiding it]; called on [the city to act]."""
    for mark in tree.kids(cue.token, "prep", "agent"):
        word = tree.parse.words[mark].lower()
        target = tree.child(mark, "pobj", "pcomp", "prep")
        if word == "as" or word not in cue.frames or target is None or mark < cue.token:
            continue
        if is_dated(tree, mark):  # "spoke on Monday" says when, not what
            continue
        first, last = mark + 1, reach.last[mark]
        if cue.lemma == "call" and tree.child(cue.token, "dobj") is not None:
            continue
        goal = tree.child(cue.token, "xcomp", "advcl")
        asks = goal is not None and goal > mark and is_to_infinitive(tree, goal)
        if goal is not None and asks and word in ("on", "upon"):
            last = reach.last[goal]
        elif cue.lemma == "call" and word in ("on", "upon"):
            continue
        last = _with_rest(tree, reach, cue, last)
        whom = tree.child(cue.token, "nsubjpass" if cue.passive else "dobj")
        pieces = [] if word != "of" or whom is None or whom > mark else [reach.of(whom)]
        if pieces and not cue.passive:
            first = mark
        return Content([*pieces, (first, last)], "preposition", target, word)
    return _accused(tree, reach, cue) or _wished_for(tree, reach, cue)


def _accused(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """accused [its neighbour of jamming signals], where the parser hung "of" on the neighbour."""
    what = tree.child(cue.token, "dobj")
    if "of" not in cue.frames or what is None or what < cue.token:
        return None
    of = (m for m in tree.kids(what, "prep") if tree.parse.words[m].lower() == "of")
    mark = next(of, None)
    return None if mark is None else Content([reach.of(what)], "preposition", mark, "of")


def _wished_for(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """called for [the city to act]: "for" marks the subject of an infinitive."""
    if "for" not in cue.frames:
        return None
    for child in tree.kids(cue.token, "advcl", "ccomp", "xcomp"):
        mark = tree.child(child, "mark")
        if mark is not None and mark > cue.token and tree.parse.words[mark].lower() == "for":
            return Content([(mark + 1, reach.last[child])], "preposition", child, "for")
    return None


def amount(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """Velmar puts [the toll] at [40]: whose figure it is."""
    if "sum" not in cue.frames:
        return None
    what = tree.child(cue.token, "nsubjpass" if cue.passive else "dobj")
    for mark in tree.kids(cue.token, "prep"):
        number = tree.child(mark, "pobj")
        if what is None or number is None or tree.parse.words[mark].lower() != "at":
            continue
        near = (number, *tree.kids(number, "nummod", "quantmod"))
        if any(tree.parse.pos[t] == "NUM" for t in near):
            return Content([reach.of(what), (mark + 1, reach.last[mark])], "amount", mark, "sum")
    return None


def unanswered(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """did not respond [to a request]; did not confirm [the report]."""
    if "unanswered" not in cue.frames:
        return None
    if cue.passive:
        what = tree.child(cue.token, "nsubjpass")
        return None if what is None else Content([reach.of(what)], "no-answer", what, "unanswered")
    child = tree.child(cue.token, "dobj", "prep", "xcomp")
    if child is None:
        child = _shared_object(tree, cue)
    if child is None or child < cue.token:
        return None
    return Content([reach.of(child)], "no-answer", child, "unanswered")


def _shared_object(tree: Tree, cue: Cue) -> int | None:
    """Return the object of the verb that this one is joined to: neither confirmed nor denied [the strike]."""
    joined = tree.child(cue.token, "conj")
    return None if joined is None else tree.child(joined, "dobj", "ccomp")


def silence(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """remained [silent on the matter]."""
    about = tree.child(cue.token, "prep")
    if about is None:
        about = tree.child(tree.parse.heads[cue.token], "prep")
    if about is not None and about > cue.token and tree.parse.words[about] in ("on", "about"):
        return Content([(about + 1, reach.last[about])], "silence", about, "silence")
    return Content([reach.of(cue.token)], "silence", cue.token, "silence")
