"""A report in a language without a parser, read in part: figures, and quotations and statements of who is named.

All that is known of the language is one word list (`language_XX`) and its signs of numbers (`text.languages`); a
report in a language that has none costs nothing. What no rule is sure of stays out.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.document import PROSE, Document
from crosswire.text.languages import Language, language

LONGEST = 2000
"""Code points of a sentence that is read; a longer one is none."""
_TOKEN = re.compile(
    r"\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d{1,4}(?!\d))?|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]|[\d_]+"
)
_END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s+[«“\"¿¡(—–]*[^\Wa-z]|\s*$)")


class Token(NamedTuple):
    """A word, number or sign at `[start, end)` of the document; `low` is it in lower case."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_name(self) -> bool:
        """Tell whether it is a word with a capital."""
        return self.text[0].isalpha() and self.text[0] != self.low[0]


Forms = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


class Words(NamedTuple):
    """The word list of a language: the forms of each kind, by their first word, longer ones first."""

    language: Language
    kinds: Mapping[str, Forms]

    def match(
        self, kind: str, tokens: Sequence[Token], at: int, value: str = ""
    ) -> tuple[int, str]:
        """Return how many tokens from `at` on are a form of this kind (and value), and its value; 0 where none is."""
        if not 0 <= at < len(tokens):
            return 0, ""
        for words, said in self.kinds.get(kind, {}).get(tokens[at].low, ()):
            end = at + len(words)
            fits = value in ("", said) and end <= len(tokens)
            if fits and all(tokens[at + i].low == word for i, word in enumerate(words)):
                return len(words), said
        return 0, ""

    def match_before(
        self, kind: str, tokens: Sequence[Token], at: int, value: str = ""
    ) -> tuple[int, str]:
        """Return the same for a form that ends right before `at`."""
        for size in range(min(4, at), 0, -1):
            count, said = self.match(kind, tokens, at - size, value)
            if count == size:
                return count, said
        return 0, ""

    def has(self, kind: str, token: Token) -> bool:
        """Tell whether a word is by itself a form of this kind."""
        return any(len(words) == 1 for words, _ in self.kinds.get(kind, {}).get(token.low, ()))


@cache
def words_of(code: str) -> Words:
    """Return the word list of a language that is read in part."""
    kinds: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
    for row in lexicon.table(f"language_{code}"):
        form = tuple(row["form"].split())
        kinds.setdefault(row["kind"], {}).setdefault(form[0], []).append((form, row["value"]))
    return Words(
        language(code),
        {
            kind: {
                first: tuple(sorted(forms, key=lambda f: (-len(f[0]), f)))
                for first, forms in by_first.items()
            }
            for kind, by_first in kinds.items()
        },
    )


class Line(NamedTuple):
    """A sentence: its tokens, and where it stands."""

    start: int
    end: int
    block: int
    tokens: tuple[Token, ...]


def lines_of(document: Document, words: Words) -> list[Line]:
    """Return the sentences of a document's prose."""
    found = []
    for number, block in enumerate(document.blocks):
        if block.kind not in PROSE:
            continue
        for start, end in _sentences(document.text, block.start, block.end, words):
            if end - start <= LONGEST:
                tokens = tuple(
                    Token(m.start(), m.end(), m[0], m[0].casefold())
                    for m in _TOKEN.finditer(document.text, start, end)
                )
                found.append(Line(start, end, number, tokens))
    return found


def _sentences(text: str, start: int, end: int, words: Words) -> list[tuple[int, int]]:
    found = []
    at = start
    for match in _END.finditer(text, start, end):
        before = re.search(r"([^\W\d_]+)$", text[max(at, match.start() - 12) : match.start()])
        if (
            before
            and match[0] == "."
            and before[1].casefold() in words.kinds.get("abbreviation", {})
        ):
            continue
        end_here = match.end()
        if end_here - at <= LONGEST and text.count("«", at, end_here) > text.count(
            "»", at, end_here
        ):
            continue  # a quotation of several sentences goes on
        found.append((at, match.end()))
        at = match.end()
    if text[at:end].strip():
        found.append((at, end))
    return [
        (s + len(text[s:e]) - len(text[s:e].lstrip()), e) for s, e in found if text[s:e].strip()
    ]
