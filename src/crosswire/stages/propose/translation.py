"""What can be checked of a translation without knowing its language: numbers, dates, names, denial, source, length.

The language must have a row in the lexicon `proposal_languages`; what can't be checked is refused.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

from crosswire import lexicon
from crosswire.model.dossier import Claim
from crosswire.stages.propose.tokens import Token, is_name, is_number, mixed, strange, tokens

SHORTEST, LONGEST = 0.5, 1.8
"""Length of a translation, as a share of what it translates."""
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_QUOTES = frozenset('“”"„«»‹›')
_DIGITS = re.compile(r"\d+(?:[.,:\u00a0\u202f]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@cache
def _language(name: str) -> Mapping[str, Sequence[str]] | None:
    """Return the word lists of a language, or None."""
    for row in lexicon.table("proposal_languages"):
        if row["language"] == name:
            return {key: tuple(cell.split()) for key, cell in row.items()}
    return None


def against_translation(text: str, claim: Claim, language: str, names: Set[str]) -> list[str]:
    """Return why `text` is not to be shown as the claim in `language`; `names` are those of the whole story."""
    known = _language(language)
    if known is None:
        there = ", ".join(row["language"] for row in lexicon.table("proposal_languages"))
        return [f"nothing can be checked in the language “{language[:20]}”; only in {there}"]
    whole = _whole(claim)
    odd = strange(text) or (f"“{w}” mixes scripts" if (w := mixed(text, whole)) else None)
    if odd:
        return [odd]
    source = tokens(whole)
    words = [w.casefold() for w in _WORD.findall(text)]
    return [
        *_numbers(text, source, whole),
        *_dates(words, source, known),
        *_names(text, source, names, nouns=language == "de"),
        *_denial(words, source, known, claim),
        *_length(text, whole),
    ]


def _whole(claim: Claim) -> str:
    """Return the claim's words with who said them, as a translation must have it."""
    inside = claim.evidence
    said = [
        f"{x.speaker} {x.cue}"
        for x in claim.attribution
        if not (inside.start <= x.evidence.start < x.evidence.end <= inside.end)
    ]
    return " ".join([*said, inside.text])


def _groups(text: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(re.split(r"\D", n)) for n in _DIGITS.findall(text))


def _numbers(text: str, source: Sequence[Token], whole: str) -> Iterator[str]:
    wanted = Counter(
        tuple(re.split(r"\D", t.text if t.text[0].isdigit() else t.key))
        for t in source
        if t.key[:1].isdigit()
    )
    for token in source:
        if is_number(token) and not token.key[:1].isdigit():
            yield f"the number word “{token.text}” can't be checked in another language"
    found = _groups(text)
    for group in sorted((wanted - found).keys()):
        yield f"the number {'.'.join(group)} was dropped or changed"
    for group in sorted((found - wanted).keys()):
        yield f"the number {'.'.join(group)} stands nowhere in the words behind it"
    low, there = text.casefold(), whole.casefold()
    points = "percentage point" in there
    share = not points and ("%" in there or "percent" in there or "per cent" in there)
    if points != bool(
        re.search(r"prozentpunkt|points? de pourcent|puntos? porc|punt[oi] percent", low)
    ):
        yield "points of a percentage were taken for something else"
    elif share != bool(not points and re.search(r"%|prozent|pour cent|por ciento|per cento", low)):
        yield "a percentage was taken for something else"
    yield from _units(text, source)


def _units(text: str, source: Sequence[Token]) -> Iterator[str]:
    units = {row["form"].casefold() for row in lexicon.table("figures_units")} | set("€$£¥")
    low = text.casefold()
    for at, token in enumerate(source):
        near = [*source[max(0, at - 1) : at], *source[at + 1 : at + 2]]
        for unit in near if token.key[:1].isdigit() else ():
            word = unit.text.casefold()
            if (
                word in units
                and not word.startswith(("percent", "%", "per"))
                and word[:4] not in low
            ):
                yield f"the unit “{unit.text}” was dropped or changed"


def _dates(
    words: Sequence[str], source: Sequence[Token], known: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for english, key in ((_MONTHS, "months"), (_DAYS, "days")):
        there = {
            english.index(low)
            for t in source
            if t.text[0].isupper() and (low := t.text.casefold()) in english
        }
        here = {known[key].index(w) for w in words if w in known[key]}
        if here != there:
            yield "a date was dropped, added or shifted"


def _names(text: str, source: Sequence[Token], names: Set[str], *, nouns: bool) -> Iterator[str]:
    dates = {*_MONTHS, *_DAYS}
    wanted = [
        t.text
        for at, t in enumerate(source)
        if is_name(t)
        and not is_number(t)
        and t.text.casefold() not in dates
        and (at or t.text in names)
    ]
    written = [w for part in _WORD.findall(text) for w in part.split("-")]
    at = 0
    for name in wanted:
        if name not in written[at:]:
            yield f"the name “{name}” was dropped, changed or moved"
        else:
            at += written[at:].index(name) + 1
    here = Counter(written)
    there = Counter(wanted)
    for place, word in enumerate(written):
        foreign = word[:1].isupper() and word.casefold() not in dates and here[word] > there[word]
        if foreign and (word in names or (place and not nouns)):
            yield f"the name “{word}” stands nowhere in the words behind it"


def _denial(
    words: Sequence[str], source: Sequence[Token], known: Mapping[str, Sequence[str]], claim: Claim
) -> Iterator[str]:
    for kind, what in (("negation", "a negation"), ("hedge", "a word of doubt")):
        there = any(t.kind == kind for t in source)
        here = any(w in known[kind] or w.partition("'")[0] in known[kind] for w in words)
        if there and not here:
            yield f"{what} was dropped"
        if here and not there and kind == "negation":
            yield f"{what} was added"
    if claim.status != "asserted" and not any(t.kind in ("negation", "hedge") for t in source):
        yield f"the status “{claim.status}” of the claim does not show in these words alone"
    if claim.attribution and not any(w in known["say"] for w in words):
        plain = all(t.kind == "say" for x in claim.attribution for t in tokens(x.cue))
        if plain:
            yield f"the attribution to {claim.attribution[0].speaker} was dropped"
    if len(claim.attribution) > 1:
        yield "a chain of sources can't be checked in another language"
    if not claim.attribution and any(w in known["say"] for w in words):
        yield "an attribution was added"


def _length(text: str, whole: str) -> Iterator[str]:
    if _QUOTES & {*text, *whole}:
        yield "a quotation is literal or it is none: it is not translated"
    if not SHORTEST * len(whole) <= len(text) <= LONGEST * len(whole):
        yield f"it has {len(text)} characters for {len(whole)}: something was left out or added"
    if len(re.findall(r"[.!?](?=\s+\S)", text)) > len(re.findall(r"[.!?](?=\s+\S)", whole)):
        yield "it has more sentences than what it translates"
    if len(re.findall(r"[,;:—–(]", text)) > len(re.findall(r"[,;:—–(]", whole)) + 1:
        yield "it has more parts than what it translates"
