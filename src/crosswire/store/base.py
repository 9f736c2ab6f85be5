"""What a store is: a writer that is one transaction, and a view that only reads."""

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.story import Story


class View(Protocol):
    """Reading: every call sees the last transaction that ended."""

    def document(self, name: str) -> Document | None:
        """Return the document of this id, if there is one."""
        ...

    def documents(self) -> Iterator[Document]:
        """Yield all documents, by id."""
        ...

    def annotations(self, name: str, made_by: str) -> Annotations | None:
        """Return the kept annotations of a document, if this producer made them of its present text."""
        ...

    def stories(self) -> tuple[Story, ...]:
        """Return all stories, by id."""
        ...

    def story_of(self, name: str) -> str | None:
        """Return the story that a story id, present or former, stands for."""
        ...

    def search(self, query: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the documents that hold the words, best first."""
        ...


class Writer(Protocol):
    """Writing, as a context manager: all of it is kept when the block ends, none if it raises."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def put(self, record: Document | Annotations, made_by: str = "") -> None:
        """Keep a record, in the place of an earlier one of the same id."""
        ...

    def put_stories(self, stories: tuple[Story, ...], former: dict[str, str]) -> None:
        """Keep the stories in the place of all earlier ones; `former` maps ids that are gone to their heirs."""
        ...

    def drop(self, name: str) -> None:
        """Forget a document and everything made from it."""
        ...


class Store(Protocol):
    """A place where a workspace is kept."""

    def view(self) -> View:
        """Return the store for reading."""
        ...

    def writer(self) -> Writer:
        """Return a transaction."""
        ...

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the store; nothing where it is sound."""
        ...

    def backup(self, path: str) -> None:
        """Write a whole copy of the store to a new file."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
