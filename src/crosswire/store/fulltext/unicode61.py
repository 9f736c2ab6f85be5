"""Words as SQLite's tokenizer `unicode61` cuts them, so that a text itself can be asked what the index would say of it.

Letters are asked of SQLite, each once: no table here can fall behind its own.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing

from crosswire.store.fulltext.phrase import Phrase


class _Letters(dict[int, str]):
    """What becomes of each letter: a small plain one, a blank where it parts words, nothing where it is a mark."""

    def learn(self, letters: Iterable[str]) -> None:
        """Ask SQLite of letters that are not known yet."""
        new = sorted({code for code in map(ord, letters) if code not in self})
        if not new:
            return
        with closing(sqlite3.connect(":memory:")) as asked:
            asked.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='unicode61')")
            asked.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
            rows = [(code, f"x{chr(code)}y") for code in new]
            asked.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", rows)
            first = asked.execute("SELECT doc, term FROM v WHERE offset = 0")
            self.update((code, word[1:-1] if word != "x" else " ") for code, word in first)


_LETTERS = _Letters()
_ASCII = re.compile(r"[^0-9a-z]+")
_LETTER, _GAP = r"[0-9a-z\x80-\U0010ffff]", r"[\x00-/:-`{-\x7f]+"
"""What may be a letter in a text of small ones, and what surely parts words."""


Holds = Callable[[str, str], bool]
"""Tells whether a text, given as it is and in small letters, holds words."""


def plain(body: str) -> str:
    """Return the words of a text as the index has them, with blanks between."""
    if body.isascii():
        return _ASCII.sub(" ", body.lower()).strip()
    _LETTERS.learn(set(body))
    return " ".join(body.translate(_LETTERS).split())


def looked_for(phrases: Sequence[Phrase]) -> list[Holds] | None:
    """Return for each phrase what tells whether a text holds it; None where one has no words for the index."""
    found = [(plain(" ".join(phrase.words)), phrase.open_end) for phrase in phrases]
    if not all(words for words, _ in found):
        return None
    return [_finder(words, open_end=open_end) for words, open_end in found]


def _finder(words: str, *, open_end: bool) -> Holds:
    within = f" {words}" if open_end else f" {words} "
    surely, first = None, ""
    if words.isascii():  # between signs that are no letters to anybody, as it mostly stands
        first, *more = words.split()
        start = f"{first}(?<!{_LETTER}{first})"  # the word itself first, so that it is looked for quickly
        end = "" if open_end else f"(?!{_LETTER})"
        surely = re.compile(_GAP.join([start, *more]) + end).search

    def holds(body: str, low: str) -> bool:
        if surely is not None:
            if first in low and surely(low):
                return True
            if body.isascii():
                return False
        return within in f" {plain(body)} "

    return holds
