"""Headlines In Title Case or CAPITALS lowered to what prose would have; letters change, offsets never."""

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|[\"“‘(]\s*|\n\s*)$")


def is_title_case(text: str) -> bool:
    """Tell whether most longer words of `text` start with a capital, as headlines in some outlets do."""
    longer = [w for w in _WORD.findall(text) if len(w) > 3]
    return len(longer) >= 3 and sum(w[0].isupper() for w in longer) >= 0.7 * len(longer)


def known_case(body: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of `body` seen with a capital inside a sentence, and those seen in lower case."""
    capitals, lowers = set(), set()
    for match in _WORD.finditer(body):
        word = match.group()
        if word[0].islower():
            lowers.add(word)
        elif not _SENTENCE_START.search(body, max(0, match.start() - 3), match.start()):
            capitals.add(word)
    return frozenset(capitals), frozenset(lowers)


def truecase(headline: str, body: str, is_common: Callable[[str], bool]) -> str:
    """Return `headline` with words lowered that are no names, of the same length, letter for letter.

    A word stays if `body` capitalises it inside a sentence; it is lowered if `body` has it in lower case
    or `is_common` knows it; the first word is lowered by the same test, since names may stand there.
    """
    if not is_title_case(headline):
        return headline
    capitals, lowers = known_case(body)

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        if word.islower():
            return word
        low, cap = word.lower(), word.capitalize()
        if len(low) != len(word):
            return word
        stem = re.sub(r"['’]s$", "", cap)
        if word in capitals or cap in capitals or stem in capitals:
            return word if not (word.isupper() and len(word) > 3) else cap
        if word.isupper() and len(word) <= 4 and not headline.isupper():
            return word
        if low in lowers or is_common(low):
            return low
        return cap if word.isupper() and len(word) > 4 else word

    return _WORD.sub(lowered, headline)
