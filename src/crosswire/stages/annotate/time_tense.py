"""What the parse says of a time expression: the way its verb looks (back, ahead), and who says it when."""

from crosswire import lexicon
from crosswire.stages.annotate.tree import Tree

BACK, AHEAD, EITHER = -1, 1, 0

_VERBS = ("VERB", "AUX")
_FUTURE_AUX = {"will", "shall", "'ll", "’ll", "wo", "would", "should", "may", "might", "must", "ca"}
NOMINAL = ("poss", "compound", "nmod", "amod", "appos")
_HAVE = ("has", "have", "had", "'ve", "'s", "'d")
_OPEN = {"if", "unless", "whether", "until", "before"}
_COMING = {"upcoming", "coming", "forthcoming", "planned", "scheduled", "expected", "proposed"}
_AHEAD_PREPOSITIONS = {"by", "until", "till", "from", "starting", "beginning"}


def root_of(tree: Tree, tokens: list[int]) -> int:
    """Return the token of an expression whose head lies outside of it."""
    inside = set(tokens)
    return next((t for t in tokens if tree.parse.heads[t] not in inside), tokens[0])


def way_of(tree: Tree, tokens: list[int], *, headline: bool) -> int:
    """Return BACK, AHEAD or EITHER by the verb that governs the expression made of `tokens`."""
    token = root_of(tree, tokens)
    if _beside_a_plan(tree, token):
        return AHEAD
    if _of_an_utterance(tree, token):
        return BACK
    verb = _governor(tree, token)
    if verb is None:
        verb = _verb_before(tree, token)
    if verb is None:
        return EITHER
    return _looks(tree, verb, token, headline)


def dates_past(tree: Tree, tokens: list[int], *, headline: bool) -> bool:
    """Tell whether a past verb governs the expression, or the noun it names, by one preposition alone."""
    parse = tree.parse
    token = root_of(tree, tokens)
    if parse.deps[token] in NOMINAL:
        token = parse.heads[token]
    above = parse.heads[token]
    verb = parse.heads[above] if parse.pos[above] in ("ADP", "SCONJ") else above
    if parse.deps[verb] == "conj" and not tree.kids(verb, "aux", "auxpass"):
        verb = parse.heads[verb]
    if parse.pos[verb] not in _VERBS:
        return False
    helpers = [parse.words[c].lower() for c in tree.kids(verb, "aux", "auxpass")]
    told = parse.tags[verb] == "VBD" or bool(helpers)
    marks = [parse.words[c].lower() for c in tree.kids(verb, "mark")]
    if any(word in _OPEN for word in marks):
        return False
    return told and _looks(tree, verb, token, headline) == BACK


def _beside_a_plan(tree: Tree, token: int) -> bool:
    """Tell whether the noun beside the expression is a planned one ("Tuesday's planned launch")."""
    parse = tree.parse
    plans = lexicon.words("times_plans")
    if parse.deps[token] not in NOMINAL:
        return False
    beside = tree.kids(parse.heads[token], "amod")
    return any(parse.lemmas[t].lower() in plans | _COMING for t in beside)


def _of_an_utterance(tree: Tree, token: int) -> bool:
    """Tell whether the day is that of something said or written ("according to a statement Monday")."""
    parse = tree.parse
    above = next(iter(tree.ancestors(token)), None)
    if above is not None and parse.pos[above] == "ADP":
        above = next(iter(tree.ancestors(above)), None)
    return (
        above is not None
        and above < token
        and parse.pos[above] == "NOUN"
        and parse.lemmas[above].lower() in lexicon.words("times_utterances")
    )


def _governor(tree: Tree, token: int) -> int | None:
    """Return the nearest verb above `token`, or None."""
    return next((t for t in tree.ancestors(token) if tree.parse.pos[t] in _VERBS), None)


def _verb_before(tree: Tree, token: int) -> int | None:
    """Return the verb before `token` in its sentence, for headlines and fragments that the parser leaves loose."""
    first = max(tree.sentence(token).first, token - 12)
    return next((t for t in range(token - 1, first - 1, -1) if tree.parse.pos[t] == "VERB"), None)


def _looks(tree: Tree, verb: int, token: int, headline: bool) -> int:
    """Return the way `verb` looks, by its auxiliaries, its form, and what governs it."""
    parse = tree.parse
    lemma, tag = parse.lemmas[verb].lower(), parse.tags[verb]
    helpers = [parse.words[c].lower() for c in tree.kids(verb, "aux", "auxpass")]
    if any(word in _FUTURE_AUX for word in helpers):
        return AHEAD
    if lemma in lexicon.words("times_plans") and _is_plan(tree, verb, tag, helpers):
        return AHEAD
    if "to" in helpers:
        return _infinitive(tree, verb, headline)
    if tag == "VBD" or any(
        word in ("has", "have", "had", "was", "were", "did") for word in helpers
    ):
        return BACK
    if tag in ("VBZ", "VBP"):
        return _present(tree, verb, lemma, token, headline)
    if tag == "VBN":
        return BACK
    if tag == "VBG" and any(word in ("is", "are", "'re", "'s") for word in helpers):
        return _present(tree, verb, lemma, token, headline)
    above = _governor(tree, verb)
    return EITHER if above is None else _looks_above(tree, above, headline)


def _looks_above(tree: Tree, verb: int, headline: bool) -> int:
    """Return the way of a governing verb by its form alone, so that no chain of verbs is climbed for ever."""
    parse = tree.parse
    helpers = [parse.words[c].lower() for c in tree.kids(verb, "aux", "auxpass")]
    if any(word in _FUTURE_AUX for word in helpers):
        return AHEAD
    past = parse.tags[verb] in ("VBD", "VBN") or any(w in ("has", "have", "had") for w in helpers)
    return BACK if past or headline else EITHER


def _is_plan(tree: Tree, verb: int, tag: str, helpers: list[str]) -> bool:
    """Tell whether a verb of planning governs what is planned, not the act of planning ("told on Friday")."""
    if tag == "VBN" and tree.child(verb, "prt") is None:
        return bool(tree.kids(verb, "auxpass")) or not any(w in _HAVE for w in helpers)
    return bool(tree.kids(verb, "xcomp")) and tag in ("VBZ", "VBP", "VBG")


def _infinitive(tree: Tree, verb: int, headline: bool) -> int:
    """Return the way of "to V": ahead under a plan, a present or nothing, back under another past verb."""
    parse = tree.parse
    above = _governor(tree, verb)
    if above is None or headline:
        return AHEAD
    plans = lexicon.words("times_plans") | lexicon.words("times_wills")
    if parse.lemmas[above].lower() in plans or parse.pos[parse.heads[verb]] in ("NOUN", "ADJ"):
        return AHEAD
    return BACK if _looks_above(tree, above, headline) == BACK else AHEAD


def _present(tree: Tree, verb: int, lemma: str, token: int, headline: bool) -> int:
    """Return the way of a present: ahead for what is scheduled ("opens Monday"), back for what is said or named."""
    parse = tree.parse
    if not headline and token > verb and (lemma == "have" or tree.child(verb, "expl") is not None):
        return AHEAD  # "has a second chance on Friday", "there is a vote on Friday"
    if lemma == "be" and not headline and _is_on(tree, verb, token):
        return AHEAD
    if headline or lemma in lexicon.words("times_sayings") or lemma in ("be", "have"):
        return BACK if headline or lemma in lexicon.words("times_sayings") else EITHER
    if parse.deps[token] in NOMINAL:
        return EITHER
    return (
        AHEAD if parse.heads[token] == verb or parse.heads[parse.heads[token]] == verb else EITHER
    )


def _is_on(tree: Tree, verb: int, token: int) -> bool:
    """Tell whether a present "is" says no more than the day ("the funeral is Tuesday"): a day to come."""
    parse = tree.parse
    above = parse.heads[token]
    direct = above == verb or (parse.deps[above] == "prep" and parse.heads[above] == verb)
    other = tree.kids(verb, "attr", "acomp", "neg", "expl")
    return direct and token > verb and all(t in (token, above) for t in other)


def preposition(tree: Tree, tokens: list[int]) -> str:
    """Return the lower-case word before the expression, empty at a sentence's beginning."""
    first = tokens[0]
    if first == tree.sentence(first).first:
        return ""
    return tree.parse.words[first - 1].lower()


def waits(tree: Tree, tokens: list[int]) -> bool:
    """Tell whether a preposition looks ahead ("by Friday", "from November 1")."""
    return preposition(tree, tokens) in _AHEAD_PREPOSITIONS


def saying_above(tree: Tree, token: int) -> list[int]:
    """Return the verbs of saying whose content holds `token`, nearest first."""
    parse = tree.parse
    sayings = lexicon.words("times_sayings")
    found = []
    below = token
    for above in tree.ancestors(token):
        content = parse.deps[below] in ("ccomp", "xcomp", "conj", "parataxis", "acl")
        if content and parse.pos[above] in _VERBS and parse.lemmas[above].lower() in sayings:
            found.append(above)
        below = above
    return found


def verb_of(tree: Tree, tokens: list[int]) -> int | None:
    """Return the verb that the expression dates: the nearest one above it."""
    return _governor(tree, root_of(tree, tokens))
