"""Through what somebody spoke: statement, press conference, post, told AFP; a short normal form."""

from collections.abc import Mapping
from functools import cache

from crosswire import lexicon
from crosswire.stages.annotate.cues import Cue
from crosswire.stages.annotate.tree import Tree

_MEDIUM = frozenset({"in", "at", "on", "via", "through", "during", "by", "to", "with", "from"})
_POSTING = frozenset({"tweet", "post", "blog"})
_HEARER_VERBS = frozenset({"tell", "inform", "brief"})


def channel_of(tree: Tree, cue: Cue, speaker: int | None) -> str | None:
    """Return the channel of an attribution in lower case ("statement", "told afp"), or None."""
    names = _media()
    token = cue.token
    parse = tree.parse
    for place in (token, parse.heads[token]):
        for mark in tree.kids(place, "prep"):
            if parse.words[mark].lower() in _MEDIUM:
                for target in tree.kids(mark, "pobj"):
                    found = _named(tree, names, target)
                    if found:
                        return found
        if parse.deps[token] not in ("acl", "advcl", "xcomp"):
            break
        issued = _named(tree, names, parse.heads[token])
        if issued and parse.deps[token] == "acl":
            return issued
        published = tree.child(parse.heads[token], "dobj")
        if published is not None and _named(tree, names, published):
            return _named(tree, names, published)
    if speaker is not None and parse.pos[speaker] == "NOUN":
        own = _named(tree, names, speaker)
        if own:
            return own
    hearer = tree.child(token, "dobj", "dative")
    if cue.lemma in _HEARER_VERBS and hearer is not None:
        word = parse.words[hearer]
        if parse.lemmas[hearer].lower() in _hearers():
            return f"told {parse.words[hearer].lower()}"
        if parse.pos[hearer] == "PROPN" and word in _agencies():
            return f"told {word}"
    return "post" if cue.lemma in _POSTING else None


def is_medium(tree: Tree, token: int) -> bool:
    """Tell whether the word names something that is issued and speaks for its issuer: a statement, a report."""
    return tree.parse.pos[token] == "NOUN" and tree.parse.lemmas[token].lower() in _media()


def _named(tree: Tree, names: Mapping[str, str], token: int) -> str | None:
    return names.get(tree.parse.lemmas[token].lower()) or names.get(tree.parse.words[token].lower())


@cache
def _media() -> Mapping[str, str]:
    return {r["word"]: r["channel"] for r in lexicon.table("channels") if r["kind"] == "medium"}


@cache
def _hearers() -> frozenset[str]:
    return frozenset(r["word"] for r in lexicon.table("channels") if r["kind"] == "hearer")


@cache
def _agencies() -> frozenset[str]:
    return frozenset(r["word"] for r in lexicon.table("channels") if r["kind"] == "agency")
