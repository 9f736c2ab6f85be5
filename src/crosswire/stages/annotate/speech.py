"""Quotations and the cues that govern them: the quoted words join the content of the cue they belong to.

A quotation belongs to the cue whose content holds it; else to the speech cue beside it; else, where it opens a
sentence or a paragraph, to whoever was quoted just before.
"""

from bisect import bisect_left

from crosswire.stages.annotate.quotes import Quote
from crosswire.stages.annotate.tree import Tree
from crosswire.stages.annotate.utterances import NEAR, Utterance

_ENDS = frozenset(".!?")


def attach_quotes(tree: Tree, utterances: list[Utterance], quotes: list[Quote]) -> None:
    """Give every quotation to the utterance it belongs to; some belong to none."""
    owners: dict[Quote, Utterance] = {}
    starts = [quote.first for quote in quotes]
    for utterance in utterances:
        for quote in _held(utterance, quotes, starts):
            if not _contains(quote, utterance.cue.token):
                utterance.quotes.append(quote)
                if utterance.speaks or quote not in owners:
                    owners[quote] = utterance
    speaking: dict[int, list[Utterance]] = {}
    for utterance in utterances:
        if utterance.speaks:
            speaking.setdefault(utterance.cue.token, []).append(utterance)
    given = {(id(utterance), quote) for utterance in utterances for quote in utterance.quotes}
    waiting: list[Quote] = []
    for number, quote in enumerate(quotes):
        before = _before(quotes, number, owners)
        owner = owners.get(quote)
        if owner is None and not quote.is_title:
            owner = _beside(tree, quote, speaking)
        if owner is None and before is not None:
            owner = _continued(tree, quote, before, owners.get(before))
        if owner is None:
            owner = _carried_on(tree, quote, speaking)
        if owner is None:
            if quote.goes_on or quote.continues:
                waiting.append(quote)
            continue
        for other in [*waiting, quote]:
            if (id(owner), other) not in given:
                given.add((id(owner), other))
                owner.quotes.append(other)
            owners[other] = owner
        waiting = []
    for utterance in utterances:
        utterance.ranges.extend((q.first, q.last) for q in utterance.quotes)


def _before(quotes: list[Quote], number: int, owners: dict[Quote, Utterance]) -> Quote | None:
    """Return the quotation before, past names in marks that nobody says: he told “Morning Tide.” “And ...”."""
    for other in reversed(quotes[max(0, number - 3) : number]):
        if other in owners or other.is_utterance:
            return other
    return None


def _contains(quote: Quote, token: int) -> bool:
    return quote.first <= token < quote.last


def _held(utterance: Utterance, quotes: list[Quote], starts: list[int]) -> list[Quote]:
    """Return the quotations that lie in the content so far, by their beginning or by most of their words."""
    held = []
    for first, last in utterance.ranges:
        at = max(0, bisect_left(starts, first) - 1)
        while at < len(quotes) and quotes[at].first < last:
            quote = quotes[at]
            shared = min(last, quote.last) - max(first, quote.first)
            if shared > 0 and (first <= quote.first + 1 or 2 * shared > quote.last - quote.first):
                held.append(quote)
            at += 1
    return held


def _beside(tree: Tree, quote: Quote, speaking: dict[int, list[Utterance]]) -> Utterance | None:
    """Return the speech cue right after or right before the quotation in its own sentences.

    `speaking` has the utterances by the token of their cue; only those within NEAR tokens are asked.
    """
    first, last = tree.sentence_of[quote.first], tree.sentence_of[quote.last - 1]
    best: tuple[int, Utterance] | None = None
    numbers = [last, first]
    if _leads(tree, quote):
        numbers.append(last + 1)
    if quote.first > 0 and tree.parse.words[quote.first - 1] == ":":
        numbers.append(tree.sentence_of[quote.first - 1])
    end = min(quote.last + NEAR + 1, len(tree.sentence_of))
    near = [*range(max(0, quote.first - NEAR - 1), quote.first), *range(quote.last, end)]
    cues = [token for token in near if token in speaking]
    for number in dict.fromkeys(numbers):
        for utterance in (u for t in cues if tree.sentence_of[t] == number for u in speaking[t]):
            distance = _distance(tree, quote, utterance)
            if distance is not None and (best is None or distance < best[0]):
                best = distance, utterance
    return best[1] if best else None


def _leads(tree: Tree, quote: Quote) -> bool:
    """Tell whether the quotation ends with a comma, so that the next words must say whose it is."""
    after = tree.parse.words[quote.last] if quote.last < len(tree.parse.words) else ""
    asks = tree.parse.words[quote.last - 2] in {",", "?", "!"}
    return quote.last - quote.first > 2 and (asks or after[:1].islower())


def _distance(tree: Tree, quote: Quote, utterance: Utterance) -> int | None:
    """Return how far the cue stands from the quotation, or None where something else lies between them."""
    token = utterance.cue.token
    if utterance.only_after_colon and tree.parse.words[quote.first - 1] != ":":
        return None
    if _contains(quote, token) or (utterance.ranges and not quote.is_utterance):
        return None
    words = tree.parse.words
    if token >= quote.last:
        gap = range(quote.last, token)
        if len(gap) > NEAR:
            return None
        own_first, own_last = utterance.own
        clean = all(not words[i][:1].isalnum() or own_first <= i < own_last for i in gap)
        return len(gap) if clean else None
    gap = range(token + 1, quote.first)
    if len(gap) > NEAR or any(first > token for first, _ in utterance.ranges):
        return None
    introduced = quote.first == token + 1 or words[quote.first - 1] in {",", ":", "that"}
    introduced = introduced or all(
        utterance.own[0] <= i < utterance.own[1] or not words[i][:1].isalnum() for i in gap
    )
    clean = all(tree.parse.pos[i] not in ("VERB", "AUX") for i in gap)
    return len(gap) + 1 if introduced and clean else None


def _continued(
    tree: Tree, quote: Quote, before: Quote, owner: Utterance | None
) -> Utterance | None:
    """Return the owner of the quotation before, where this one goes on with it."""
    if owner is None:
        return None
    if quote.continues and before.goes_on:
        return owner
    if _is_interrupted(tree, quote, before, owner):
        return owner
    word = quote.first + 1  # a straight mark may be taken for the end of the sentence before
    opens = quote.first in (tree.sentence(word).first, tree.sentence(word).first - 1)
    if not opens or not (quote.is_utterance or _is_sentence(tree, quote)):
        return None
    here, cue = tree.sentence_of[word], tree.sentence_of[owner.cue.token]
    if quote.block == before.block:
        return (
            owner if min(here - tree.sentence_of[before.last - 1], abs(here - cue)) <= 1 else None
        )
    alone = quote.last >= tree.sentence(quote.last - 1).last and not _same_block(
        tree, quote, here - 1
    )
    near = _same_block(tree, before, here - 1)
    return owner if alone and near and cue == here - 1 else None


def _is_interrupted(tree: Tree, quote: Quote, before: Quote, owner: Utterance) -> bool:
    """Tell whether a quotation goes on after its cue in one sentence: “...,” she wrote to them, “but ...”."""
    cue = owner.cue.token
    between = before.last <= cue < quote.first and tree.parse.words[quote.first - 1] == ","
    opens = tree.parse.words[quote.first + 1][:1].islower()
    return between and opens and tree.sentence_of[cue] == tree.sentence_of[quote.first + 1]


def _carried_on(tree: Tree, quote: Quote, speaking: dict[int, list[Utterance]]) -> Utterance | None:
    """Return whose reported speech a quotation bears out: Brox said the boats were late. “Nobody warned us.”"""
    word = quote.first + 1
    sentence = tree.sentence(word)
    here = tree.sentence_of[word]
    if quote.first > sentence.first or not _is_whole(tree, quote) or here == 0:
        return None
    before = tree.parse.sentences[here - 1]
    if before.block != quote.block:
        return None
    said = [u for t in range(before.first, before.last) for u in speaking.get(t, ())]
    said = [u for u in said if u.rule == "clause" and u.speaker is not None and not u.quotes]
    return (
        said[0]
        if len(said) == 1 and tree.parse.heads[said[0].cue.token] == said[0].cue.token
        else None
    )


def _is_whole(tree: Tree, quote: Quote) -> bool:
    """Tell whether nothing but the quotation stands in its sentences, so that nobody else can have said it."""
    ended = tree.parse.words[quote.last - 2] in _ENDS
    return ended and quote.is_utterance and tree.sentence(quote.last - 2).last <= quote.last


def _is_sentence(tree: Tree, quote: Quote) -> bool:
    """Tell whether even a short quotation says something whole: “Nobody came.”"""
    ended = tree.parse.words[quote.last - 2] in _ENDS
    return ended and tree.sentence_of[quote.first + 1] == tree.sentence_of[quote.last - 2]


def _same_block(tree: Tree, quote: Quote, sentence: int) -> bool:
    return sentence >= 0 and tree.parse.sentences[sentence].block == quote.block
