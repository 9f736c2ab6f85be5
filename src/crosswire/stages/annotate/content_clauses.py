"""Contents that are clauses of a verb: said that ..., plans to ..., is said to ..., "..., she said, ..."."""

from crosswire.stages.annotate.channels import is_medium
from crosswire.stages.annotate.content_shapes import (
    RELATIVE,
    SUBJECTS,
    Content,
    has_subject,
    is_dated,
    is_to_infinitive,
    name_of,
)
from crosswire.stages.annotate.cues import Cue, is_cue
from crosswire.stages.annotate.ranges import Range, Reach, without
from crosswire.stages.annotate.speakers import swallowed_subject, telling
from crosswire.stages.annotate.tree import Tree

_PARENTHETICAL = frozenset({"parataxis", "ccomp", "advcl", "dep", "appos", "intj", "conj"})
_BACKSHIFTED = frozenset({"would", "could", "might"})
_ASKING = frozenset({"ask", "wonder", "question", "inquire", "enquire", "query"})
_ASKED = frozenset({"when", "where", "how", "why", "whether"})
_BOUNDS = frozenset({",", "”", '"', "''", "—", "–", "--", "-"})


def clause(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """said [that the bridge is closed]."""
    if "that" not in cue.frames:
        return None
    for child in _complements(tree, cue) or _asked(tree, cue) or _far_clause(tree, cue):
        if _is_cut_off(tree, reach, cue, child) or _is_felt(tree, cue, child):
            continue
        if not is_to_infinitive(tree, child) or "inf" in cue.frames:
            first, last = _with_small_subject(tree, reach, cue, child)
            last = max(last, _backshifted(tree, reach, cue, child))
            if child < cue.token:
                first, last = reach.since_break((first, last))
            else:
                first = _from_that(tree, first, child)
            retold = [
                reach.of(c) for c in tree.kids(child, "advcl") if telling(tree, c) is not None
            ]
            said = without(reach.without_asides((first, last)), retold)
            if child < cue.token:
                said += _condition(tree, reach, cue)
            return Content(said, "clause", child, "that")
    return None


def _is_felt(tree: Tree, cue: Cue, child: int) -> bool:
    """Tell whether somebody only fares so: who "will find it hard to leave" finds out nothing."""
    subject = tree.child(child, "nsubj")
    if cue.lemma != "find" or subject is None or tree.parse.pos[child] != "ADJ":
        return False
    expletive = any(is_to_infinitive(tree, t) for t in tree.kids(child, "xcomp", "ccomp", "advcl"))
    return tree.parse.words[subject].lower() == "it" and expletive


def _complements(tree: Tree, cue: Cue) -> list[int]:
    """Return the clauses of the cue; of several, those that have a verb: a speaker may be read as one."""
    found = tree.kids(cue.token, "ccomp")
    if len(found) < 2:
        return found
    found = [c for c in found if c > cue.token or swallowed_subject(tree, c) is None]
    return [c for c in found if tree.parse.pos[c] in ("VERB", "AUX")] or found


def _is_cut_off(tree: Tree, reach: Reach, cue: Cue, child: int) -> bool:
    """Tell whether a semicolon parts the clause from the cue after it: "It closed; however, reports suggest more"."""
    words, last = tree.parse.words, reach.last[child]
    return last < cue.token and any(
        words[t] == ";" for t in range(last - 1, min(last + 2, cue.token))
    )


def _condition(tree: Tree, reach: Reach, cue: Cue) -> list[Range]:
    """Return the condition of what is said before the cue: ..., he warned, [unless the state helps]."""
    later = [c for c in tree.kids(cue.token, "advcl") if c > cue.token]
    return [
        reach.of(c)
        for c in later
        for m in tree.kids(c, "mark")
        if tree.parse.words[m].lower() in ("if", "unless")
    ]


def _from_that(tree: Tree, first: int, child: int) -> int:
    """Return where the clause begins: at "that", past what the parser put before it."""
    mark = tree.child(child, "mark")
    opens = mark is not None and tree.parse.words[mark].lower() == "that"
    return mark if mark is not None and opens and tree.parse.words[mark - 1] == "," else first


def _asked(tree: Tree, cue: Cue) -> list[int]:
    """Return the clause of "asked them if ..." or "did not say when ..." that was taken for a condition or a time."""
    if cue.lemma not in _ASKING and not cue.negated:
        return []
    words = _ASKED if cue.negated else ("if", "whether")
    later = (c for c in tree.kids(cue.token, "advcl") if c > cue.token)
    return [
        c
        for c in later
        if any(
            tree.parse.words[m].lower() in words and (not cue.negated or m == cue.token + 1)
            for m in tree.kids(c, "mark", "advmod")
        )
    ]


def _far_clause(tree: Tree, cue: Cue) -> list[int]:
    """Return the clause that the parser hung on something else, though it is what is said.

    "said in a letter posted on its page that ..."; "what she said was that ...".
    """
    parse = tree.parse
    head = parse.heads[cue.token]
    if parse.deps[cue.token] == "csubj" and parse.lemmas[head] == "be":
        return [c for c in tree.kids(head, "ccomp") if c > cue.token]
    hearers = tree.kids(cue.token, "dobj", "dative") if "objinf" in cue.frames else []
    media = (tree.child(mark, "pobj") for mark in tree.kids(cue.token, "prep"))
    for target in (*hearers, *(m for m in media if m is not None and is_medium(tree, m))):
        for place in (target, *tree.kids(target, "acl")):
            for child in tree.kids(place, "ccomp", "acl", "relcl"):
                opening = tree.child(child, "mark")
                if opening is not None and parse.words[opening].lower() == "that":
                    return [child]
    return []


def as_clause(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge is closed], as Brox noted; as reported by the Courier, [the bridge is closed]."""
    parse = tree.parse
    if "that" not in cue.frames or parse.deps[cue.token] != "advcl":
        return None
    own = reach.of(cue.token)
    first, head = own[0], parse.heads[cue.token]
    begins = first == tree.sentence(first).first or parse.words[first - 1] in _BOUNDS
    if parse.words[first].lower() != "as" or not begins or parse.pos[head] not in ("VERB", "AUX"):
        return None
    if tree.child(cue.token, "nsubj", "agent") is None:
        return None
    if tree.child(cue.token, "dobj") is not None:
        return None
    if tree.child(head, "neg") is not None and cue.frames["that"] == "distancing":
        return None  # "will not close, as some claimed": they claimed that it will
    return Content(without([reach.of(head)], [own]), "as-clause", head, "that")


def _with_small_subject(tree: Tree, reach: Reach, cue: Cue, child: int) -> Range:
    """Return the clause, from its subject on where the parser took that for the object of the cue."""
    first, last = reach.of(child)
    what = tree.child(cue.token, "dobj")
    if what is None or not cue.token < what < first or "obj" not in cue.frames:
        return first, last
    bare = not has_subject(tree, child) and tree.child(child, "mark") is None
    return (reach.first[what], last) if bare and reach.last[what] == first else (first, last)


def _backshifted(tree: Tree, reach: Reach, cue: Cue, child: int) -> int:
    """Return where a second clause ends that only its "would" or "could" shows to be reported too, or -1."""
    for other in tree.kids(cue.token, "conj"):
        modal = any(tree.parse.words[a].lower() in _BACKSHIFTED for a in tree.kids(other, "aux"))
        if modal and other > child > cue.token and tree.parse.tags[cue.token] == "VBD":
            return reach.last[other]
    return -1


def rumour(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """reports surfaced [that the dam had failed]: nobody says so."""
    subject = tree.child(cue.token, "nsubj")
    clause = tree.child(cue.token, "ccomp", "advcl")
    if "rumour" not in cue.frames or subject is None or clause is None or clause < cue.token:
        return None
    mark = tree.child(clause, "mark")
    if mark is None or tree.parse.words[mark].lower() != "that":
        return None
    return Content([reach.of(clause)], "rumour", clause, "rumour")


def raised(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge] is said [to be closed]: the passive subject belongs to the content."""
    open_frames = ("inf",) if "objinf" in cue.frames else ("inf", "that")
    frame = next((f for f in open_frames if f in cue.frames), None)
    if not cue.passive or frame is None:
        return None
    child, subject = tree.child(cue.token, "xcomp"), tree.child(cue.token, "nsubjpass")
    if child is None or subject is None or not is_to_infinitive(tree, child):
        return None
    pieces = [name_of(tree, reach, subject), reach.of(child)]
    return Content(pieces, "raised-subject", child, frame)


def infinitive(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """plans [to close the bridge]; wants [the city to close it]."""
    if "inf" not in cue.frames and "objinf" not in cue.frames:
        return None
    for child in tree.kids(cue.token, "xcomp", "ccomp"):
        if is_to_infinitive(tree, child) and child > cue.token:
            return _with_object(tree, reach, cue, child)
    return None


def _with_object(tree: Tree, reach: Reach, cue: Cue, child: int) -> Content | None:
    first, last = reach.of(child)
    last = _with_rest(tree, reach, cue, last)
    before = [c for c in tree.kids(cue.token, "dobj", "dative", "prep") if cue.token < c < first]
    frame = "objinf" if "objinf" in cue.frames else "inf"
    if frame == "objinf" and not cue.passive:
        for other in before:
            if tree.parse.deps[other] != "prep":
                first = min(first, reach.first[other])
    return Content([(first, last)], "infinitive", child, frame)


def _with_rest(tree: Tree, reach: Reach, cue: Cue, last: int) -> int:
    """Return where the infinitive ends with what the parser hung on its cue: hope to win it [and keep it]."""
    parse = tree.parse
    for child in tree.kids(cue.token, "conj", "cc", "punct", "advcl", "prep"):
        dep, starts = parse.deps[child], reach.first[child] in (last, last + 1)
        if not starts or child < last or parse.words[child] in _BOUNDS - {","}:
            continue
        goes_on = dep == "conj" and parse.tags[child] == "VB" and not has_subject(tree, child)
        goes_on = goes_on and parse.tags[cue.token] != "VB"
        aside = dep == "advcl" and reach.first[child] == last and parse.tags[child] != "VBG"
        setting = dep == "prep" and reach.first[child] == last and not is_dated(tree, child)
        if goes_on or aside or setting:
            last = reach.last[child]
    return last


def gerund(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """denied [hiding the report]."""
    child = tree.child(cue.token, "xcomp") if "ing" in cue.frames else None
    if child is None or tree.parse.tags[child] != "VBG" or child < cue.token:
        return None
    return Content([reach.of(child)], "gerund", child, "ing")


def inside_relative(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """images [it said] [showed a base]: what is left of the relative clause."""
    if "that" not in cue.frames or tree.parse.deps[cue.token] != "relcl":
        return None
    subject = tree.child(cue.token, "nsubj")
    if subject is None or tree.parse.words[subject].lower() in RELATIVE:
        return None
    after = cue.token + 1
    other = tree.child(cue.token, "conj", "ccomp", "xcomp")
    if after < len(tree.parse.tags) and tree.parse.tags[after] in ("VBD", "VBZ", "VBP"):
        helps = tree.parse.deps[after] in ("aux", "auxpass")
        verb = tree.parse.heads[after] if helps else after
        last = max(reach.last[after], reach.last[verb], after + 1)
        later = [
            reach.of(c) for c in tree.kids(verb, "advcl") if c > verb and _stands_apart(tree, c)
        ]
        return Content(without([(after, last)], later), "inside-relative", verb, "that")
    if other is None or other < cue.token or tree.child(cue.token, "cc") is not None:
        return None
    own = tree.child(other, *SUBJECTS)
    if own is not None and tree.parse.words[own].lower() not in RELATIVE:
        return None
    return Content([reach.of(other)], "inside-relative", other, "that")


def parenthetical(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge], she said, [is closed]: the cue hangs on what it attributes."""
    if "that" not in cue.frames or tree.parse.deps[cue.token] not in _PARENTHETICAL:
        return None
    head = tree.parse.heads[cue.token]
    subject = tree.child(cue.token, "nsubj")
    first, last = reach.of(cue.token)
    if subject is None or first == 0 or tree.child(cue.token, "mark", "cc", "dobj") is not None:
        return None
    before = tree.parse.words[first - 1]
    if before not in _BOUNDS and tree.parse.words[first] not in _BOUNDS:
        return None
    if tree.parse.deps[cue.token] == "conj" and subject < cue.token:
        ends = last >= reach.last[head] - 1 and tree.child(head, "cc") is None
        if not ends or tree.child(cue.token, "xcomp", "ccomp", "advcl") is not None:
            return None
    body = without([reach.of(head)], [(first, last)])
    later = [
        reach.of(c)
        for c in tree.kids(head, "conj", "advcl")
        if c > cue.token and _stands_apart(tree, c)
    ]
    return Content(without(body, later), "parenthetical", head, "that")


def _stands_apart(tree: Tree, clause: int) -> bool:
    """Tell whether a clause after "..., she said," is no more of what she said: ", and ...", ", calling for ..."."""
    if tree.parse.deps[clause] == "conj":
        return has_subject(tree, clause)
    return tree.parse.tags[clause] == "VBG" and is_cue(tree.parse.lemmas[clause].lower())
