"""Does one claim carry a sentence? A sentence and a claim in, the reasons why not out; none where it does.

A sentence may shorten a claim at its commas and move its attribution, no more: every other word must be the claim's,
in its order. That is strict on purpose, for what is dropped can lie as well as what is added.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crosswire.model.dossier import Claim, Link
from crosswire.stages.propose.tokens import Token, is_name, is_number, mixed, strange, tokens
from crosswire.text.folding import fold

_QUOTE = re.compile(r"[“\"„«]([^“”\"„»«]*)[”\"“»]")
_MARKS = '“”"„«»'
_FIRST = frozenset("i we me us my our mine ours myself ourselves".split())
_KEPT = {"negation": "the negation", "hedge": "the word of doubt", "limit": "the limit"}
_LOOSE = ("free", "say")


def against(text: str, claim: Claim) -> list[str]:
    """Return why `claim` does not carry the sentence `text`; nothing where it does."""
    behind = " ".join([claim.evidence.text, *(f"{x.speaker} {x.cue}" for x in claim.attribution)])
    odd = strange(text)
    if odd is None and (word := mixed(text, behind)):
        odd = f"“{word}” has letters that the words behind it are not written with"
    if odd:
        return [odd]
    said, source = tokens(text), tokens(claim.evidence.text)
    outside = [x for x in claim.attribution if not _inside(x, claim)]
    cues = [t for x in outside for t in tokens(x.cue)]
    speakers = [t for x in claim.attribution for t in tokens(f"{x.speaker} {x.evidence.text}")]
    reasons = [
        *_numbers(said, [*source, *speakers]),
        *_names(said, [*source, *speakers]),
        *_kept(said, [*source, *cues]),
        *_status(claim, [*source, *cues]),
        *_attribution(said, source, claim.attribution),
        *_quotes(text, claim),
    ]
    return reasons or list(_words(said, source, claim.attribution))


def _inside(link: Link, claim: Claim) -> bool:
    span, whole = link.evidence, claim.evidence
    return span.document == whole.document and whole.start <= span.start < span.end <= whole.end


def _numbers(said: Sequence[Token], source: Sequence[Token]) -> Iterator[str]:
    units = {(t.key, _unit(source, at)) for at, t in enumerate(source) if is_number(t)}
    values = {key for key, _ in units}
    for at, token in enumerate(said):
        if not is_number(token):
            continue
        if token.key not in values:
            yield f"the number “{token.text}” stands nowhere in the words behind it"
        elif (token.key, _unit(said, at)) not in units:
            yield f"the number “{token.text}” goes with something else in the words behind it"


def _unit(found: Sequence[Token], at: int) -> str:
    """Return what stands right behind a number, and right before it where that is a sign of money."""
    after = next((t.key for t in found[at + 1 : at + 2]), "")
    before = next((t.key for t in found[max(0, at - 1) : at] if not t.text[0].isalnum()), "")
    after = "percent" if after == "%" else after
    return f"{before} {after}"


def _names(said: Sequence[Token], source: Sequence[Token]) -> Iterator[str]:
    known = {t.key for t in source}
    for at, token in enumerate(said):
        if is_name(token) and token.key not in known and not is_number(token):
            what = "name" if at else "word"
            yield f"the {what} “{token.text}” stands nowhere in the words behind it"


def _kept(said: Sequence[Token], source: Sequence[Token]) -> Iterator[str]:
    for kind, what in _KEPT.items():
        here = [t for t in said if t.kind == kind]
        there = [t for t in source if t.kind == kind]
        for words, others, became in ((there, here, "dropped"), (here, there, "added")):
            left = Counter(_root(t) for t in others)
            for token in words:
                if left[_root(token)]:
                    left[_root(token)] -= 1
                else:
                    yield f"{what} “{token.text}” was {became}"


def _root(token: Token) -> str:
    return fold(token.text.casefold())


def _status(claim: Claim, source: Sequence[Token]) -> Iterator[str]:
    """A status that its own words don't show would be lost with the words around them."""
    if claim.status != "asserted" and not any(t.kind in ("negation", "hedge") for t in source):
        yield f"the status “{claim.status}” of the claim does not show in these words alone"


def _attribution(
    said: Sequence[Token], source: Sequence[Token], chain: Sequence[Link]
) -> Iterator[str]:
    if len(chain) > 1:
        yield f"a chain of {len(chain)} sources can't be held against one sentence"
    keys = {t.key for t in said}
    for link in chain[:1]:
        heads = [t.key for t in tokens(link.speaker) if t.kind not in _LOOSE][-1:]
        cue = [t.key for t in tokens(link.cue) if t.kind not in _LOOSE]
        saying = any(t.kind == "say" for t in said) if not cue else set(cue) <= keys
        if not heads or heads[0] not in keys or not saying:
            yield f"the attribution to {link.speaker} (“{link.cue}”) was dropped or changed"
    here, there = ({t.key for t in side if t.kind == "say"} - {"to"} for side in (said, source))
    if not chain and here != there:
        yield f"an attribution was {'added' if here - there else 'dropped'}"


def _quotes(text: str, claim: Claim) -> Iterator[str]:
    whole = claim.evidence.text
    direct = {q.strip(" ,.") for q in _QUOTE.findall(whole)}
    for inner in _QUOTE.findall(text):
        plain = inner.strip(" ,.")
        if not plain or not any(plain in one for one in direct):
            yield f"“{plain[:60]}” is no quotation in the words behind it"
    if sum(sign in _MARKS for sign in text) % 2:
        yield "a quotation mark stands alone"
    bare = {t.text.casefold() for t in tokens(_QUOTE.sub(" ", text))}
    if bare & _FIRST:
        yield "words in the first person stand outside quotation marks"


def _words(said: Sequence[Token], source: Sequence[Token], chain: Sequence[Link]) -> Iterator[str]:
    """Yield the first place where the sentence is not made of whole segments of the claim, in order."""
    own = _bare(said, chain)
    theirs = _bare(source, chain)
    segments: dict[int, list[str]] = {}
    for token in theirs:
        segments.setdefault(token.segment, []).append(token.key)
    known = {t.key for t in theirs}
    alien = next((t.text for t in own if t.key not in known), None)
    keys = [t.key for t in own]
    if alien is not None:
        yield f"“{alien}” stands nowhere in the words behind it"
    elif not own:
        yield "it says nothing"
    elif not _made_of(keys, list(segments.values())):
        yield "its words do not follow so behind it: only whole stretches after a comma may be left out"


def _made_of(keys: Sequence[str], segments: Sequence[Sequence[str]]) -> bool:
    """Tell whether `keys` are the first segment and some of the others, whole and in order."""
    at = 0
    for number, segment in enumerate(segments):
        if list(keys[at : at + len(segment)]) == list(segment):
            at += len(segment)
        elif not number:  # who begins elsewhere has another subject
            return False
    return at == len(keys)


def _bare(found: Sequence[Token], chain: Sequence[Link]) -> list[Token]:
    """Return the words without those that come and go freely, and without the attribution."""
    left = list(found)
    for link in chain:
        for name in (link.speaker, link.evidence.text, link.speaker.split()[-1]):
            run = [t.key for t in tokens(name)]
            place = next(
                (
                    i
                    for i in range(len(left) - len(run) + 1)
                    if [t.key for t in left[i : i + len(run)]] == run
                    and _at_cue(left, i, i + len(run), link)
                ),
                None,
            )
            if run and place is not None:
                first, last = _at_cue(left, place, place + len(run), link) or (0, 0)
                del left[first:last]
                break
    return [t for t in left if t.kind not in _LOOSE]


def _at_cue(found: Sequence[Token], start: int, end: int, link: Link) -> tuple[int, int] | None:
    """Return the stretch of a speaker together with its cue right beside it, or None where no cue is."""
    cue = {t.key for t in tokens(link.cue)}

    def saying(token: Token) -> bool:
        return token.key in cue or token.kind in _LOOSE

    first, last = start, end
    while first and saying(found[first - 1]):
        first -= 1
    while last < len(found) and saying(found[last]):
        last += 1
    beside = [*found[first:start], *found[end:last]]
    return (first, last) if any(t.kind == "say" or t.key in cue for t in beside) else None
