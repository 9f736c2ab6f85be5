"""The store in SQL, by SQLAlchemy Core: SQLite in a file (WAL, full-text index) or in memory.

1. Records are kept as the JSON that `model.codec` gives, beside the columns that are asked for.
2. One transaction a writer; a killed process leaves the last whole one.
3. `schema` in the table `about` is the version of the tables; a file of a later release is refused.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    ExceptionContext,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.pool import StaticPool

from crosswire.errors import StoreError
from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json, to_json
from crosswire.model.document import Document
from crosswire.model.story import Story

SCHEMA = "1"
WAIT = 30
"""Seconds that a writer waits for another one's transaction."""
_tables = MetaData()
_about = Table(
    "about",
    _tables,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
_documents = Table(
    "documents",
    _tables,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("published_at", String, index=True),
    Column("outlet", String),
    Column("record", LargeBinary, nullable=False),
)
_annotations = Table(
    "annotations",
    _tables,
    Column("document", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("record", LargeBinary, nullable=False),
)
_stories = Table(
    "stories",
    _tables,
    Column("id", String, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
_former = Table(
    "former_stories",
    _tables,
    Column("id", String, primary_key=True),
    Column("heir", String, nullable=False),
)
_SEARCH = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(id UNINDEXED, body, tokenize='unicode61')"
)


class SqlStore:
    """A workspace in an SQLite file, or in memory where `path` is None."""

    def __init__(self, path: str | None = None) -> None:
        """Open the store, making it where it is missing; raises StoreError for a file that is none."""
        if path is not None:
            _refuse_others(path)
        self.path = path
        self.engine = _engine(path)
        with self.engine.begin() as connection:
            _tables.create_all(connection)
            connection.execute(text(_SEARCH))
            _check_schema(connection, path)

    def view(self) -> "SqlView":
        """Return the store for reading."""
        return SqlView(self.engine)

    def writer(self) -> "SqlWriter":
        """Return a transaction."""
        return SqlWriter(self.engine)

    def check(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file; nothing where it is sound."""
        with self.engine.connect() as connection:
            rows = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
        return () if rows == ["ok"] else tuple(rows)

    def backup(self, path: str) -> None:
        """Write a whole copy to `path`, which must not exist; raises StoreError if it does."""
        if Path(path).exists():
            raise StoreError(f"{path}: exists already; name a new file for the backup")
        with self.engine.connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            with closing(sqlite3.connect(path)) as target:
                source.backup(target)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def _engine(path: str | None) -> Engine:
    if path is None:
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        address = URL.create("sqlite", database=path)
        engine = create_engine(address, connect_args={"timeout": WAIT})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA busy_timeout={WAIT * 1000}")
        cursor.close()

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, sqlite3.Error):
            raise _store_error(path, context.original_exception) from context.original_exception

    return engine


_REMEDIES = (
    ("locked", "another process is writing to it; try again when that is done"),
    ("readonly", "check its permissions, or name another file with --workspace"),
    ("unable to open", "check the path and its permissions"),
    ("full", "make room on the disk; what was kept before is whole"),
    ("not a database", "not a Crosswire workspace; name another file with --workspace"),
    ("", "the file is damaged; restore a backup, or name another file with --workspace"),
)
"""What to do about an error of SQLite, by words of its message; the first that fits holds."""


def _store_error(path: str | None, error: sqlite3.Error) -> StoreError:
    remedy = next(remedy for words, remedy in _REMEDIES if words in str(error))
    return StoreError(f"{path or 'workspace in memory'}: {error}; {remedy}")


def _refuse_others(path: str) -> None:
    """Raise StoreError for a path that can't be a workspace, before anything is written to it."""
    folder = Path(path).resolve().parent
    if not folder.is_dir():
        raise StoreError(f"{path}: the folder {folder} does not exist; make it first")
    if not Path(path).exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise _store_error(path, error) from error
    if names and not {"about", "documents"} <= names:
        raise StoreError(
            f"{path}: not a Crosswire workspace, but a database of another program; "
            "name another file with --workspace"
        )


def _check_schema(connection: Connection, path: str | None) -> None:
    found = connection.execute(select(_about.c.value).where(_about.c.key == "schema")).scalar()
    if found is None:
        connection.execute(insert(_about).values(key="schema", value=SCHEMA))
    elif found != SCHEMA:
        raise StoreError(
            f"{path}: workspace of schema {found}, this release reads {SCHEMA}; "
            "install a later crosswire"
        )


class SqlView:
    """The reading side of an `SqlStore`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def _one(self, statement: Any) -> Any:
        try:
            with self.engine.connect() as connection:
                return connection.execute(statement).scalar()
        except UnicodeEncodeError:  # an id with a lone surrogate, which no store could have kept
            return None

    def document(self, name: str) -> Document | None:
        """Return the document of this id, if there is one."""
        record = self._one(select(_documents.c.record).where(_documents.c.id == name))
        return None if record is None else from_json(record, Document)

    def documents(self) -> Iterator[Document]:
        """Yield all documents, by id."""
        with self.engine.connect() as connection:
            for row in connection.execute(select(_documents.c.record).order_by(_documents.c.id)):
                yield from_json(row.record, Document)

    def annotations(self, name: str, made_by: str) -> Annotations | None:
        """Return the kept annotations of a document, if this producer made them of its present text."""
        table = _annotations.join(_documents, _annotations.c.document == _documents.c.id)
        record = self._one(
            select(_annotations.c.record)
            .select_from(table)
            .where(_annotations.c.document == name, _annotations.c.made_by == made_by)
            .where(_annotations.c.sha256 == _documents.c.sha256)
        )
        return None if record is None else from_json(record, Annotations)

    def stories(self) -> tuple[Story, ...]:
        """Return all stories, by id."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(_stories.c.record).order_by(_stories.c.id)).all()
        return tuple(from_json(row.record, Story) for row in rows)

    def story_of(self, name: str) -> str | None:
        """Return the story that a story id, present or former, stands for."""
        for _ in range(64):
            if self._one(select(_stories.c.id).where(_stories.c.id == name)):
                return name
            heir = self._one(select(_former.c.heir).where(_former.c.id == name))
            if heir is None:
                return None
            name = heir
        return None

    def search(self, query: str, limit: int) -> tuple[str, ...]:
        """Return the ids of the documents that hold all words of `query`, best first."""
        wanted = " ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not wanted:
            return ()
        with self.engine.connect() as connection:
            rows = connection.execute(
                text("SELECT id FROM words WHERE words MATCH :q ORDER BY rank, id LIMIT :n"),
                {"q": wanted, "n": limit},
            ).all()
        return tuple(row.id for row in rows)


class SqlWriter:
    """One transaction of an `SqlStore`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Self:
        self._begin = self.engine.begin()
        self.connection = self._begin.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._begin.__exit__(kind, error, trace)

    def put(self, record: Document | Annotations, made_by: str = "") -> None:
        """Keep a record, in the place of an earlier one of the same id."""
        if isinstance(record, Document):
            self._replace(
                _documents,
                _documents.c.id == record.id,
                id=record.id,
                sha256=record.sha256,
                published_at=record.published_at.value,
                outlet=record.outlet,
                record=to_json(record),
            )
            self._forget_words(record.id)
            self.connection.execute(
                text("INSERT INTO words (rowid, id, body) VALUES (:row, :id, :body)"),
                {"row": _row(record.id), "id": record.id, "body": record.text},
            )
        else:
            self._replace(
                _annotations,
                _annotations.c.document == record.id,
                document=record.id,
                sha256=record.sha256,
                made_by=made_by,
                record=to_json(record),
            )

    def put_stories(self, stories: tuple[Story, ...], former: dict[str, str]) -> None:
        """Keep the stories in the place of all earlier ones; `former` maps ids that are gone to their heirs."""
        self.connection.execute(delete(_stories))
        if stories:
            self.connection.execute(
                insert(_stories), [{"id": s.id, "record": to_json(s)} for s in stories]
            )
        self.connection.execute(delete(_former).where(_former.c.id.in_([s.id for s in stories])))
        for old, heir in sorted(former.items()):
            self._replace(_former, _former.c.id == old, id=old, heir=heir)

    def drop(self, name: str) -> None:
        """Forget a document and everything made from it."""
        self.connection.execute(delete(_documents).where(_documents.c.id == name))
        self.connection.execute(delete(_annotations).where(_annotations.c.document == name))
        self._forget_words(name)

    def _replace(self, table: Table, where: Any, **values: Any) -> None:
        self.connection.execute(delete(table).where(where))
        self.connection.execute(insert(table).values(**values))

    def _forget_words(self, name: str) -> None:
        self.connection.execute(text("DELETE FROM words WHERE rowid = :row"), {"row": _row(name)})


def _row(name: str) -> int:
    """Return the row of a document in the word index: 62 bits of its id's hash."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 2
