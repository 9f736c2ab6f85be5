"""Who speaks: the subject, agent, owner or prepositional object of a cue, as written, and the entity it stands for.

A speaker that the syntax does not give is left empty; nobody is guessed.
"""

from crosswire.stages.annotate.channels import is_medium
from crosswire.stages.annotate.content_shapes import is_dated, is_day, is_time, is_to_infinitive
from crosswire.stages.annotate.cues import Cue, is_speech
from crosswire.stages.annotate.ranges import Range, Reach
from crosswire.stages.annotate.tree import Tree

_STEPS = 8
"""How many heads up a missing subject is sought: a chain of verbs is seldom longer than three."""

_FAR = 40
_LIGHT = frozenset(
    """make issue give release publish repeat reiterate voice express raise offer deliver send submit file hold
    have reject_own renew share post announce sign drop keep level lodge air spread push""".split()
)
_CONTROLLING = frozenset(
    """ask urge order tell force allow let help enable require cause get lead permit want invite encourage command
    instruct persuade press pressure advise warn beg expect direct challenge dare push see hear""".split()
)
"""Verbs whose object does what the infinitive says: "asked him to request"; with others the subject does."""
_BORROWING = frozenset({"conj", "advcl", "ccomp", "parataxis", "dep"})
_IDLE = frozenset("turn record way day effort bid time step move attempt".split())
"""Nouns of set phrases before a participle: nothing of the kind speaks."""
_GOING_ON = frozenset("say add tell state warn note insist argue explain write stress".split())
"""What goes on with a speech: ", adding that ..."; ", confirming ..." may be what a deed does."""
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_CLAUSAL = frozenset({"ROOT", "ccomp", "conj", "parataxis", "advcl"})
_MISREADINGS = (
    "ccomp",
    "dep",
    "npadvmod",
    "appos",
    "advcl",
    "dobj",
    "oprd",
    "attr",
    "intj",
    "meta",
)
_NAMES = frozenset({"NOUN", "PROPN", "PRON"})
_AFTER_SPEECH = frozenset({",", "”", '"', "''"})
_SETTING = frozenset({"in", "at", "during", "after", "before", "through", "via"})
_DEPENDENT = frozenset({"pobj", "poss", "npadvmod", "det", "nummod", "dative"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})


def speaker_token(tree: Tree, cue: Cue) -> int | None:
    """Return the token at the head of the speaker of `cue`, or None."""
    if cue.pos == "preposition":
        to = tree.child(cue.token, "prep")
        held = tree.kids(cue.token if to is None else to, "pobj", "nmod", "dep")
        # A second blank is a word to the parser, and comes before the name.
        return next((token for token in held if tree.parse.pos[token] != "SPACE"), None)
    if cue.pos == "adverb":
        return None
    if cue.pos == "noun":
        return _owner(tree, cue.token)
    token = tree.parse.heads[cue.token] if cue.pos in ("adjective", "silence") else cue.token
    return _agent(tree, token) if cue.passive else _subject(tree, token)


def _agent(tree: Tree, token: int) -> int | None:
    by = tree.child(token, "agent")
    return None if by is None else tree.child(by, "pobj")


def _subject(tree: Tree, token: int) -> int | None:
    """Return the subject of a verb, borrowed from the verb it is joined to where it has none of its own."""
    parse, cue = tree.parse, token
    token = telling(tree, token) or token
    for _ in range(_STEPS):
        own = _own_subject(tree, token)
        if own is not None:
            word = parse.words[own].lower()
            doubtful = _is_purpose_of_another(tree, token, own)
            empty = word == "there" or (word == "it" and token != cue and parse.pos[token] == "AUX")
            return None if doubtful or empty else own
        head, dep = parse.heads[token], parse.deps[token]
        if head == token:
            return None
        if dep == "acl" and _belongs_to_verb(tree, token, head):
            head = parse.heads[head]
        elif dep == "acl":
            does = parse.tags[token] in ("VBG", "VBD") or tree.child(token, "dobj") is not None
            return head if does and parse.pos[head] in _NOMINAL else None
        elif _is_purpose_of_another(tree, token, head):
            return None
        elif dep == "xcomp":
            controlled = tree.child(head, "dobj")
            controls = parse.lemmas[head].lower() in _CONTROLLING
            if controlled is not None and controlled < token and controls:
                return controlled
        elif dep == "pcomp":
            quoted = tree.child(parse.heads[head], "dobj")
            if quoted is not None and parse.lemmas[parse.heads[head]].lower() in ("quote", "cite"):
                return quoted
            head = parse.heads[head]
        elif dep not in _BORROWING or (dep == "ccomp" and parse.tags[token] not in ("VB", "VBG")):
            return None
        if dep == "xcomp" and parse.pos[head] == "ADJ" and parse.deps[head] == "acomp":
            head = parse.heads[head]
        while parse.pos[head] == "ADP" and parse.heads[head] != head:
            head = parse.heads[head]
        if parse.pos[head] not in ("VERB", "AUX"):
            return head if dep in ("advcl", "conj") and parse.pos[head] == "PROPN" else None
        token = head
    return None


def telling(tree: Tree, token: int) -> int | None:
    """Return the verb of speech on whose content the parser hung ", saying ..." at its end, or None.

    "told the Courier the dam would hold, saying ...": who told says, not the dam.
    """
    parse = tree.parse
    if parse.deps[token] != "advcl" or parse.tags[token] != "VBG" or token == 0:
        return None
    if parse.words[token - 1] != ",":
        return None
    said = max(token - 2, 0)
    speaks = parse.tags[said] in _FINITE and is_speech(parse.lemmas[said].lower())
    if speaks and tree.child(said, "nsubj") is not None:
        return said  # "..., the ministry said, calling for ..."
    if parse.lemmas[token].lower() not in _GOING_ON:
        return None
    host, found = parse.heads[token], None
    for _ in range(_STEPS):
        above = parse.heads[host]
        if (
            parse.deps[host] != "ccomp"
            or host > token
            or not is_speech(parse.lemmas[above].lower())
        ):
            break
        host = found = above
    if found is not None and parse.deps[found] == "relcl":
        governor = parse.heads[parse.heads[found]]
        found = governor if parse.pos[governor] == "VERB" else None
    return found


def _own_subject(tree: Tree, token: int) -> int | None:
    """Return the subject of the verb itself, past a time that the parser took for one: "last year proposed"."""
    own = [c for c in tree.kids(token, "nsubj", "nsubjpass") if not is_time(tree, c)]
    if not own:
        return _misread(tree, token)
    before = [c for c in own if c < token]
    return before[-1] if before else own[0]


def _belongs_to_verb(tree: Tree, token: int, noun: int) -> bool:
    """Tell whether a verb that hangs on a noun tells what the governing verb's subject does.

    "made a promise to mend it"; "issued a statement saying", "replied in a letter saying"; "took turns asking".
    """
    parse = tree.parse
    if parse.tags[token] == "VB":
        return parse.deps[noun] == "dobj"
    governed = parse.deps[noun] == "dobj" or (
        parse.deps[noun] == "pobj" and parse.words[parse.heads[noun]].lower() in ("in", "with")
    )
    if parse.tags[token] != "VBG" or not governed or parse.pos[noun] != "NOUN":
        return False
    return is_medium(tree, noun) or is_time(tree, noun) or parse.lemmas[noun].lower() in _IDLE


def _misread(tree: Tree, token: int) -> int | None:
    """Return the subject of a finite verb that the parser took for something else of the same verb.

    It is the noun phrase right before the verb, or, with the words said before it, the one right after:
    “...,” added Brox.
    """
    parse = tree.parse
    if parse.tags[token] not in _FINITE or parse.deps[token] not in _CLAUSAL:
        return None
    for clause in tree.kids(token, "ccomp"):
        first = swallowed_subject(tree, clause) if clause < token else None
        if first is not None:
            return first
    for child in tree.kids(token, *_MISREADINGS):
        if parse.pos[child] not in _NAMES or is_day(tree, child):
            continue
        stretch = tree.subtree(child)
        if child < token:
            between = range(stretch[-1] + 1, token)
            if all(parse.pos[t] in ("ADV", "AUX", "PUNCT", "PART") for t in between):
                return child
        elif stretch[0] == token + 1 and parse.words[token - 1] in _AFTER_SPEECH:
            return child
    return None


def swallowed_subject(tree: Tree, clause: int) -> int | None:
    """Return the subject that a clause in between took from the verb after it, or None.

    "The embassy, in a note sent after Ostria called its envoy, said ...": "called" got both subjects.
    """
    parse = tree.parse
    subjects = tree.kids(clause, "nsubj", "nsubjpass")
    mark = tree.child(clause, "mark")
    if len(subjects) < 2 or mark is None or not subjects[0] < mark < subjects[-1]:
        return None
    after = subjects[0] + 1
    return subjects[0] if parse.words[after] == "," else None


def _is_purpose_of_another(tree: Tree, token: int, head: int) -> bool:
    """Tell whether "to urge" may belong to a verb with a subject of its own between it and `head`."""
    if not is_to_infinitive(tree, token) or not head < token:
        return False
    between = range(max(head + 1, token - _FAR), token)
    return any(tree.parse.deps[t] == "nsubj" and tree.parse.heads[t] < token for t in between)


def _owner(tree: Tree, noun: int) -> int | None:
    """Return who owns a nominal cue: "Brox's claim", "a claim by Brox", "Brox made the claim"."""
    owner = tree.child(noun, "poss")
    if owner is not None:
        return owner
    for mark in tree.kids(noun, "prep"):
        if tree.parse.words[mark].lower() in ("by", "from"):
            return tree.child(mark, "pobj")
    head = tree.parse.heads[noun]
    if tree.parse.deps[noun] == "dobj" and tree.parse.lemmas[head].lower() in _LIGHT:
        return _subject(tree, head)
    return None


def speaker_range(tree: Tree, reach: Reach, token: int) -> Range:
    """Return the noun phrase of a speaker with its modifiers and appositions, without relative clauses."""
    first, last = reach.of(token)
    parse = tree.parse
    for child in tree.children[token]:
        dep = parse.deps[child]
        if child > token and dep in ("relcl", "acl", "ccomp", "advcl", "parataxis"):
            last = min(last, reach.first[child])
        elif child > token and (dep == "case" or (dep == "prep" and _is_loose(tree, child))):
            last = min(last, child)
    last = max(last, token + 1)
    if last - 2 >= token and is_day(tree, last - 1):  # "a statement Monday"
        last -= 1
    while last - 1 > token and parse.words[last - 1] in (",", "–", "—", "-", "“", '"', "”"):
        last -= 1
    while first < token and parse.words[first] in (",", "”", '"', "“", "–", "—"):
        first += 1
    return first, last


def _is_loose(tree: Tree, mark: int) -> bool:
    """Tell whether a preposition after a speaker tells of the saying: "Brox, in Velmar,", "Brox on Monday"."""
    if is_dated(tree, mark) or tree.parse.words[mark - 1] == ",":
        return True
    named = tree.parse.pos[tree.parse.heads[mark]] == "PROPN"
    return named and tree.parse.words[mark].lower() in _SETTING and not _has_name(tree, mark)


def _has_name(tree: Tree, mark: int) -> bool:
    """Tell whether the preposition brings in a name: "the Courier in Velmar"."""
    target = tree.child(mark, "pobj")
    return target is not None and tree.parse.pos[target] == "PROPN"


def between(tree: Tree, first: int, last: int) -> int | None:
    """Return the head of the only name or noun phrase that stands freely in `[first, last)`, or None."""
    heads = [
        token
        for token in range(first, last)
        if tree.parse.pos[token] in _NOMINAL
        and tree.parse.deps[token] not in _DEPENDENT
        and not first <= tree.parse.heads[token] < last
    ]
    return heads[0] if len(heads) == 1 else None
