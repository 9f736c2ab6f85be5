"""The words that may attribute: every token whose lemma and part of speech stand in the cue lexicon."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, cast

from crosswire import lexicon
from crosswire.model.annotation import CueClass
from crosswire.stages.annotate.tree import Tree

Frames = Mapping[str, CueClass]

_POS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb"}
_NOT_A_PREDICATE = frozenset({"amod", "compound", "aux", "auxpass", "prep", "case", "mark", "cc"})
_BEFORE_CUE = frozenset({"aux", "auxpass", "neg", "advmod"})
_SILENT = frozenset({"silent", "mum", "tight-lipped", "quiet"})
_STAYING = frozenset({"remain", "stay", "keep", "be"})
_SURVEYS = frozenset({"poll", "survey", "study"})
_ANSWERING = frozenset(
    "respond reply answer comment confirm return verify corroborate authenticate substantiate".split()
)


class Cue(NamedTuple):
    """A token that may attribute, with the frames that its lexicon entry allows (frame → class)."""

    token: int
    lemma: str
    pos: str
    frames: Frames
    passive: bool = False
    negated: bool = False


@cache
def _entries() -> Mapping[tuple[str, str], Frames]:
    """Return the lexicon as (part of speech, lemma) → frame → class; prepositions one by one."""
    entries: dict[tuple[str, str], dict[str, CueClass]] = {}
    for row in lexicon.table("cues"):
        frames = entries.setdefault((row["pos"], row["lemma"]), {})
        for frame in row["frames"].replace("|", " ").split():
            frames.setdefault(frame, cast(CueClass, row["class"]))
    return entries


def find_cues(tree: Tree) -> list[Cue]:
    """Return the tokens that may attribute, in order."""
    parse = tree.parse
    entries = _entries()
    found: list[Cue] = []
    for token, pos in enumerate(parse.pos):
        kind = _POS.get(pos)
        lemma = _lemma(tree, token)
        if lemma in ("according", "accord") or (lemma == "per" and pos == "ADP"):
            if parse.deps[token] == "prep" and (lemma != "per" or _names_a_source(tree, token)):
                found.append(Cue(token, lemma, "preposition", {"frame": "neutral"}))
            continue
        if lemma == "in" and _is_survey(tree, token):
            found.append(Cue(token, lemma, "preposition", {"frame": "neutral"}))
        if kind is None:
            continue
        if kind == "adjective" and lemma in _SILENT and _is_staying(tree, token):
            found.append(Cue(token, lemma, "silence", {"silence": "no-comment"}))
            continue
        frames = entries.get((kind, lemma))
        if kind == "verb":
            found.extend(_verb(tree, token, lemma, frames))
        elif frames and (kind != "adjective" or parse.deps[token] in ("acomp", "oprd")):
            none = kind == "noun" and _is_none(tree, token)
            found.append(Cue(token, lemma, kind, frames, negated=none))
    return found


def _lemma(tree: Tree, token: int) -> str:
    """Return the lemma in lower case; "hoped" and "hoping" are no hops, as the parser has it."""
    lemma = tree.parse.lemmas[token].lower()
    hopes = lemma == "hop" and tree.parse.words[token][:4].lower() in ("hope", "hopi")
    return "hope" if hopes else lemma


def _names_a_source(tree: Tree, token: int) -> bool:
    """Tell whether "per" has a name for its object: "per the Courier", not "per year"."""
    target = tree.child(token, "pobj")
    return target is not None and tree.parse.pos[target] == "PROPN"


def _is_survey(tree: Tree, token: int) -> bool:
    """Tell whether "in" brings in a poll or a study that has the clause as its finding: "in a poll, ..."."""
    target = tree.child(token, "pobj")
    if target is None or tree.parse.lemmas[target].lower() not in _SURVEYS:
        return False
    head = tree.parse.heads[token]
    at_edge = token == tree.sentence(token).first or tree.parse.words[token - 1] == ","
    return (
        at_edge
        and tree.parse.pos[head] in ("VERB", "AUX")
        and (not is_speech(tree.parse.lemmas[head].lower()))
    )


def is_speech(lemma: str) -> bool:
    """Tell whether the verb can take a clause or a quotation as what is said."""
    return bool(_entries().get(("verb", lemma), {}).keys() & {"that", "quote"})


def is_cue(lemma: str) -> bool:
    """Tell whether the lexicon has the verb."""
    return ("verb", lemma) in _entries()


def is_noun_cue(lemma: str) -> bool:
    """Tell whether the lexicon has the noun with a clause: "the warning that"."""
    return "that" in _entries().get(("noun", lemma), {})


def _is_none(tree: Tree, noun: int) -> bool:
    """Tell whether there is none of it: "has no plans to", "there is no suggestion that"."""
    return any(tree.parse.words[d].lower() == "no" for d in tree.kids(noun, "det"))


def _is_staying(tree: Tree, token: int) -> bool:
    head = tree.parse.heads[token]
    return tree.parse.deps[token] in ("acomp", "oprd", "advcl") and (
        tree.parse.lemmas[head].lower() in _STAYING
    )


def _verb(tree: Tree, token: int, lemma: str, frames: Frames | None) -> list[Cue]:
    """Return the verb as a cue: not as a participle before a noun; "did not respond" even without frames."""
    if tree.parse.deps[token] in _NOT_A_PREDICATE or _is_no_denial(tree, token, lemma):
        return []
    negated = tree.child(token, "neg") is not None
    negated = negated or _is_neither(tree, token)
    if negated and lemma in _ANSWERING and not tree.kids(token, "ccomp"):
        frames = {**(frames or {}), "unanswered": "no-comment"}
    if lemma == "put" and _is_put_it(tree, token):
        frames = {**(frames or {}), "quote": "neutral"}
    if not frames:
        return []
    passive = tree.child(token, "auxpass", "nsubjpass", "agent") is not None or (
        tree.parse.tags[token] == "VBN"
        and tree.parse.deps[token] in ("advcl", "acl")
        and tree.child(token, "aux", "nsubj", "dobj") is None
    )
    return [Cue(token, lemma, "verb", frames, passive, negated)]


def _is_neither(tree: Tree, token: int) -> bool:
    """Tell whether the verb is one that was "neither confirmed nor denied"."""
    joined = tree.child(token, "conj")
    marks = tree.kids(token, "preconj", "cc", "advmod", "det")
    both = any(tree.parse.words[m].lower() in ("neither", "nor") for m in marks)
    return both and joined is not None


def _is_no_denial(tree: Tree, token: int, lemma: str) -> bool:
    """Tell whether "deny" only rounds off "would neither confirm nor deny"."""
    head = tree.parse.heads[token]
    if lemma != "deny" or tree.parse.deps[token] != "conj":
        return False
    silent = tree.child(head, "neg") is not None or _is_neither(tree, head)
    return silent and tree.parse.lemmas[head].lower() == "confirm"


def _is_put_it(tree: Tree, token: int) -> bool:
    """Tell whether "put" is a verb of speech: "as Brox put it"."""
    what = tree.child(token, "dobj")
    return what == token + 1 and tree.parse.words[what].lower() == "it"


def cue_tokens(tree: Tree, cue: Cue) -> list[int]:
    """Return the words of the cue: the token with the auxiliaries, negations and adverbs right before it."""
    if cue.pos == "preposition":
        to = tree.child(cue.token, "prep")
        return [cue.token] if to is None else [cue.token, to]
    tokens = [cue.token]
    if cue.pos in ("adjective", "silence"):
        tokens.insert(0, tree.parse.heads[cue.token])
    before = set(tree.kids(tokens[0], *_BEFORE_CUE))
    first = min(tokens)
    while first - 1 in before:
        first -= 1
        tokens.insert(0, first)
    particle = tree.child(cue.token, "prt")
    if particle == cue.token + 1:
        tokens.append(particle)
    return sorted(set(tokens))
