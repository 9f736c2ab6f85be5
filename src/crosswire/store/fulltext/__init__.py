"""The index of words in each database that can keep a workspace: the same functions for each, one module a kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from crosswire.store.fulltext import fts5, tsvector
from crosswire.store.fulltext.phrase import Phrase

__all__ = ["Index", "Phrase", "index_of"]


class Index(Protocol):
    """An index of words; `NUMBERS` selects the documents that meet an expression `:q`, by number."""

    NUMBERS: str
    NEWEST: str
    """The same, the latest `:n` of them first."""
    BELOW: str
    """The same of those before the number `:below`."""

    def create(self, connection: Connection) -> None:
        """Make the index."""
        ...

    def bring_forward(self, connection: Connection) -> None:
        """Bring the index of schema 2 to that of 3."""
        ...

    def enter(self, connection: Connection, texts: Mapping[int, str]) -> None:
        """Put the texts of documents in, by number; they must stand in their table already."""
        ...

    def leave(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take the documents of these numbers out; they must stand in their table still."""
        ...

    def together(self, words: Sequence[str], open_end: bool = False) -> str:
        """Return the expression for words that stand together; with `open_end` the last may be any longer one."""
        ...

    def without(self, wanted: str, barred: Sequence[str]) -> str:
        """Return the expression that is met where one is, and none of others."""
        ...

    def pages(self, connection: Connection, phrase: Phrase) -> int:
        """Return how many pages are read before the first document that has the phrase, if these are many."""
        ...

    def tested(
        self,
        connection: Connection,
        expression: str,
        wanted: Sequence[Phrase],
        barred: Sequence[Phrase],
        *,
        by_text: bool,
    ) -> Callable[[Sequence[int]], set[int]]:
        """Return what tells which of some documents meet an expression, by their texts if `by_text`."""
        ...

    def every(self, expressions: Sequence[str]) -> str:
        """Return the expression that is met where all of these are; empty without any."""
        ...

    def purge(self, connection: Connection) -> None:
        """Merge the index, so that no part of it holds a word of what was taken out."""
        ...

    def check(self, connection: Connection) -> str | None:
        """Return what is wrong between index and texts, if anything is."""
        ...


_KINDS: dict[str, Index] = {"sqlite": fts5, "postgresql": tsvector}


def index_of(connection: Connection) -> Index:
    """Return the index of words as the connection's database has it."""
    return _KINDS[connection.dialect.name]
