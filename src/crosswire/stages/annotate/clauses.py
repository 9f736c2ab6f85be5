"""The clauses of a document: the smallest stretches with a predicate of their own, which claims are made from.

1. Heads: roots, coordinated predicates, complements, relative, participial and adverbial clauses.
2. A clause's words: the subtree of its head less the clauses below it, trimmed of marks and connectives.
3. Its slots: predicate, subject, object, negation, tense, modality, and the attribution it stands in.

A clause whose only business is to attribute ("officials said") is none: the attribution layer has it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from crosswire.model.annotation import Attribution, Clause
from crosswire.model.document import Document
from crosswire.model.span import Span
from crosswire.stages.annotate.clause_slots import (
    CONNECTIVES,
    is_negated,
    is_passive,
    modality_of,
    subject_of,
    tense_of,
)
from crosswire.stages.annotate.tree import SUBJECTS, Tree

Kind = Literal["main", "complement", "coordinate", "relative", "participle", "adverbial", "phrase"]

_KINDS: dict[str, Kind] = {
    "ROOT": "main",
    "ccomp": "complement",
    "conj": "coordinate",
    "relcl": "relative",
    "acl": "participle",
    "advcl": "adverbial",
    "parataxis": "main",
    "dep": "main",
}
_OBJECTS = ("dobj", "attr", "oprd", "acomp", "dative")
_ACTS = frozenset({"object", "passive-object", "infinitive", "raised-subject"})
"""Rules whose content is no clause, so that the cue's own clause is all there is: "announced a ceasefire"."""
_HEAVY = ("relcl", "acl", "appos", "advcl", "ccomp")
_MARKS = frozenset(".,;:!?-–—…\"'“”‘’()[]")

MIN_WORDS = 3
"""A clause of fewer words carries no claim that could be understood by itself, "Brox resigned" excepted."""


def find_clauses(
    document: Document, tree: Tree, attributions: tuple[Attribution, ...]
) -> tuple[Clause, ...]:
    """Return the clauses of `document`, in the order of the text."""
    heads = [token for token in range(len(tree.parse.starts)) if _is_head(tree, token)]
    head_set = frozenset(heads)
    cues = _painted(
        tree, ((span.start, span.end, a.id) for a in attributions for span in a.cue.spans)
    )
    holders = _painted(tree, _contents(attributions))
    by_id = {a.id: a for a in attributions}
    found: list[tuple[int, Clause]] = []
    for head in heads:
        below = frozenset(_nearest_heads(tree, head, head_set))
        tokens = _trimmed(tree, tree.subtree(head, below), head)
        tokens = _trimmed(tree, _without_dangling(tree, tokens, head, below), head)
        tokens = [*_bearer(tree, head, tokens), *tokens]
        tokens = [*_accompanied(tree, tokens), *tokens]
        words = sum(tree.parse.words[t] not in _MARKS for t in tokens)
        if words < _least(tree, head) or (
            cues[head] and _only_attributes(tree, head, by_id[cues[head] or ""])
        ):
            continue
        found.append((head, _clause(tree, head, tokens, holders[head])))
    return _numbered(tree, found)


_BESIDE = (("as", "well", "as"), ("along", "with"), ("together", "with"))
"""Words that join to a subject somebody who does it, too."""


def _accompanied(tree: Tree, tokens: list[int]) -> list[int]:
    """Return the subject before "as well as" where the parser took only what stands after it for the subject.

    "A plane with ten tourists, as well as two pilots, crashed": the pilots alone did not.
    """
    if not tokens:
        return []
    parse, first = tree.parse, tokens[0]
    opens = tree.sentence(first).first
    before = [w.lower() for w in parse.words[max(opens, first - 3) : first]]
    if not any(tuple(before[-len(words) :]) == words for words in _BESIDE):
        return []
    stretch = range(opens, first)
    if any(parse.tags[t] in ("VBD", "VBZ", "VBP", "MD") for t in stretch) or len(stretch) < 4:
        return []
    return list(stretch)


def _least(tree: Tree, head: int) -> int:
    """Return how many words the clause must have: two, where a name and a verb, or a toll, are all of it."""
    if tree.parse.pos[head] == "NUM" and tree.child(head, "amod", "acl") is not None:
        return MIN_WORDS - 1
    subject = tree.subject(head)
    named = subject is not None and tree.parse.pos[subject] == "PROPN"
    return MIN_WORDS - 1 if named and tree.parse.pos[head] == "VERB" else MIN_WORDS


def _is_head(tree: Tree, token: int) -> bool:
    parse = tree.parse
    dep = parse.deps[token]
    if dep == "ROOT" or parse.heads[token] == token:
        return parse.pos[token] not in ("SPACE", "PUNCT")
    if dep not in _KINDS:
        return False
    verbal = parse.pos[token] in ("VERB", "AUX")
    if dep in ("acl", "advcl", "relcl") and any(
        parse.tags[c] == "TO" for c in tree.kids(token, "aux")
    ):
        return False  # a purpose belongs to the act whose purpose it is
    if dep in ("relcl", "ccomp"):
        return verbal or tree.child(token, *SUBJECTS) is not None
    if dep == "acl":
        return verbal and len(tree.children[token]) > 0
    if dep == "conj":
        return verbal and (_finite(tree, token) or parse.pos[parse.heads[token]] == "VERB")
    if dep == "dep":
        return verbal and tree.child(token, *SUBJECTS) is not None
    return verbal


def _finite(tree: Tree, token: int) -> bool:
    if tree.parse.tags[token] in ("VBD", "VBZ", "VBP", "MD"):
        return True
    return tree.child(token, "aux", "auxpass") is not None


def _nearest_heads(tree: Tree, head: int, heads: frozenset[int]) -> list[int]:
    """Return the clause heads below `head` with no other head between."""
    found, stack = [], list(tree.children[head])
    while stack:
        token = stack.pop()
        if token in heads:
            found.append(token)
        else:
            stack.extend(tree.children[token])
    return found


def _bearer(tree: Tree, head: int, tokens: list[int]) -> list[int]:
    """Return the noun phrase right before a participle that tells of it ("12 (killed in the crash)")."""
    if tree.parse.deps[head] != "acl":
        return []
    phrase = _phrase_tokens(tree, tree.parse.heads[head])
    between = range(phrase[-1] + 1, tokens[0])
    beside = phrase[-1] < tokens[0] and all(tree.parse.words[t] in _MARKS for t in between)
    return [*phrase, *between] if beside else []


def _without_dangling(tree: Tree, tokens: list[int], head: int, below: frozenset[int]) -> list[int]:
    """Return `tokens` less an infinitive at their end that lost its object to a clause of its own.

    "summoned him on Monday to demand (that it stop)" keeps "summoned him on Monday".
    """
    for clause in sorted(below):
        governor = tree.parse.heads[clause]
        if governor != head and governor in tokens and tree.parse.deps[clause] == "ccomp":
            rest = [t for t in tree.subtree(governor, below) if t in tokens]
            if rest[-1] == tokens[-1] and head not in rest:
                tokens = [t for t in tokens if t < rest[0]]
    return tokens


def _trimmed(tree: Tree, tokens: list[int], head: int) -> list[int]:
    """Return the run of `tokens` around the head, without marks and connectives at its edges.

    Where a clause below stands in the middle, the run goes on past it only if words of this clause follow
    that the head governs; evidence is one stretch of text.
    """
    parse = tree.parse
    first, last = 0, len(tokens)

    def idle(token: int) -> bool:
        return parse.words[token].lower() in _MARKS or parse.pos[token] == "SPACE"

    while (
        first < last
        and tokens[first] != head
        and (
            idle(tokens[first])
            or (
                parse.words[tokens[first]].lower() in CONNECTIVES
                and parse.deps[tokens[first]]
                in ("mark", "cc", "advmod", "nsubj", "nsubjpass", "dobj")
            )
        )
    ):
        first += 1
    while (
        last > first
        and tokens[last - 1] != head
        and (idle(tokens[last - 1]) or parse.deps[tokens[last - 1]] == "cc")
    ):
        last -= 1
    return tokens[first:last]


def _contents(attributions: tuple[Attribution, ...]) -> list[tuple[int, int, str]]:
    """Return the content spans of all attributions, the widest attribution first."""
    widest = sorted(
        attributions,
        key=lambda a: (sum(s.start - s.end for s in a.content.spans), a.id),
    )
    return [(span.start, span.end, a.id) for a in widest for span in a.content.spans]


def _painted(tree: Tree, ranges: Iterable[tuple[int, int, str]]) -> list[str | None]:
    """Return for each token the last of `ranges` (start, end, name) that holds it."""
    starts = tree.parse.starts
    paint: list[str | None] = [None] * len(starts)
    for start, end, name in ranges:
        for token in range(bisect_left(starts, start), bisect_left(starts, end)):
            paint[token] = name
    return paint


def _only_attributes(tree: Tree, head: int, attribution: Attribution) -> bool:
    """Tell whether the predicate `head`, a cue, reports nothing but what its content says.

    A demand, a denial, a condemnation of something is an act and so a claim of its own, as long as no
    clause tells what is demanded; so is a plan to do something, or the announcement of a thing. Plain saying
    is none, whoever is told.
    """
    if attribution.cue.class_ == "neutral":
        return attribution.rule not in _ACTS
    starts = tree.parse.starts
    if attribution.rule in ("infinitive", "raised-subject"):
        return False
    if attribution.rule == "preposition":
        return False  # accused them of hiding it
    if attribution.cue.class_ in ("prospective", "distancing"):
        return not any(
            all(not span.start <= starts[child] < span.end for span in attribution.content.spans)
            for child in tree.kids(head, "dobj", "attr", "oprd")
        )
    return any(
        span.start <= starts[child] < span.end
        for child in tree.kids(head, "ccomp", "parataxis")
        for span in attribution.content.spans
    )


def _clause(tree: Tree, head: int, tokens: list[int], attribution: str | None) -> Clause:
    parse = tree.parse
    span = tree.span(tokens[0], tokens[-1] + 1)
    subject = subject_of(tree, head)
    object_ = tree.child(head, *_OBJECTS)
    return Clause(
        id="",
        start=span.start,
        end=span.end,
        text=span.text,
        sentence=tree.sentence_of[head],
        block=tree.sentence(head).block,
        kind=_KINDS.get(parse.deps[head], "main")
        if parse.pos[head] in ("VERB", "AUX") or tree.child(head, *SUBJECTS) is not None
        else "phrase",
        predicate=parse.lemmas[head].lower(),
        predicate_start=parse.starts[head],
        predicate_end=parse.ends[head],
        subject=None if subject is None else _phrase(tree, subject),
        object=None if object_ is None else _phrase(tree, object_),
        negated=is_negated(tree, head, subject, _OBJECTS),
        passive=is_passive(tree, head),
        tense=tense_of(tree, head),
        modality=modality_of(tree, head),
        attribution=attribution,
        rule=f"clause-{parse.deps[head]}",
    )


def _phrase(tree: Tree, head: int) -> Span:
    """Return the noun phrase of `head` without the clauses that hang on it."""
    run = _phrase_tokens(tree, head)
    return tree.span(run[0], run[-1] + 1)


def _phrase_tokens(tree: Tree, head: int) -> list[int]:
    parse = tree.parse
    below = tree.subtree(head)
    heavy = frozenset(c for c in below if parse.deps[c] in _HEAVY)
    known = set(tree.subtree(head, heavy) if heavy else below)
    run = [head]
    while run[0] - 1 in known:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in known:
        run.append(run[-1] + 1)
    while run[-1] > head and parse.words[run[-1]] in _MARKS:
        run.pop()
    return run


def _numbered(tree: Tree, found: list[tuple[int, Clause]]) -> tuple[Clause, ...]:
    """Return the clauses in the order of the text, numbered, each with the clause it depends on."""
    ordered = sorted(found, key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
    id_of = {head: f"k{number}" for number, (head, _) in enumerate(ordered, start=1)}
    numbered = []
    for head, clause in ordered:
        above = next((id_of[a] for a in tree.ancestors(head) if a in id_of), None)
        numbered.append(replace(clause, id=id_of[head], within=above))
    return tuple(numbered)
