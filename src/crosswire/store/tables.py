"""The tables of schema 2, as SQLAlchemy Core knows them. What they hold is said column by column.

Times are ISO 8601 in UTC, so that they sort as text. `record` is the JSON that `model.codec` gives; where it is
large, packed (`store.packing`).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA = 2
tables = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows only in an INTEGER

about = Table(
    "about",
    tables,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
documents = Table(
    "documents",
    tables,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False, index=True),
    Column("canonical", String, index=True),  # the one spelling of its web address
    Column("item", String, index=True),  # what its feed or agency calls it, in all versions
    Column("title", String, nullable=False),
    Column("outlet", String),
    Column("language", String),
    Column("published_at", String, index=True),
    Column("acquired_at", String, nullable=False),
    Column("supersedes", String, index=True),
    Column("superseded_by", String),
    Column("withdrawn", String),  # the reason
    Column("digest", LargeBinary, nullable=False),  # of record and text, for the integrity check
    Column("record", LargeBinary, nullable=False),  # the document without its text
    Column("text", Text, nullable=False),  # last, so that lists need not read over it
    sqlite_autoincrement=True,  # the number of a removed document is never given again
)
Index("documents_by_outlet", documents.c.outlet, documents.c.published_at)
CURRENT = documents.c.superseded_by.is_(None) & documents.c.withdrawn.is_(None)
Index(
    "documents_not_current",
    documents.c.number,
    sqlite_where=~CURRENT,
    postgresql_where=~CURRENT,
)
annotations = Table(
    "annotations",
    tables,
    Column("document", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("record", LargeBinary, nullable=False),  # packed
)
unsettled = Table(  # documents that no settling has placed yet
    "unsettled",
    tables,
    Column("document", _Number, primary_key=True, autoincrement=False),  # documents.number
)
sketches = Table(
    "sketches",
    tables,
    Column("document", _Number, primary_key=True, autoincrement=False),  # documents.number
    Column("made_by", String, nullable=False),
    Column("record", LargeBinary, nullable=False),  # whatever clustering makes of it
)
keys = Table(
    "keys",
    tables,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("rank", BigInteger, primary_key=True, autoincrement=False),  # order within a key
    Column("document", BigInteger, primary_key=True, autoincrement=False),
    Index("keys_by_document", "document"),
    sqlite_with_rowid=False,
)
likenesses = Table(  # every pair both ways, by documents.number
    "likenesses",
    tables,
    Column("one", BigInteger, primary_key=True, autoincrement=False),
    Column("other", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Float, nullable=False),
    Index("likenesses_by_other", "other"),
    sqlite_with_rowid=False,
)
stories = Table(
    "stories",
    tables,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("first_at", String, nullable=False),
    Column("last_at", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("roots", Integer),
    Column("conflicts", Integer),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("record", LargeBinary, nullable=False),  # the story without its members
)
Index("stories_newest", stories.c.last_at.desc(), stories.c.id)
Index("stories_largest", stories.c.documents.desc(), stories.c.id)
members = Table(
    "story_members",
    tables,
    Column("document", String, primary_key=True),
    Column("story", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("members_in_order", "story", "place"),
)
former = Table(
    "former_stories",
    tables,
    Column("id", String, primary_key=True),
    Column("heir", String, nullable=False, index=True),
)
facets = Table(
    "story_facets",
    tables,
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("story", String, primary_key=True),
    Index("facets_of_story", "story"),
    sqlite_with_rowid=False,
)
revisions = Table(
    "revisions",
    tables,
    Column("story", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_at", String, nullable=False),
    Column("state", String, nullable=False),  # hash of what it was made from
    Column("sha256", String, nullable=False),
    Column("record", LargeBinary),  # packed; none where a report in it was taken down
)
revision_documents = Table(
    "revision_documents",
    tables,
    Column("document", String, primary_key=True),
    Column("story", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
seen = Table(
    "seen",
    tables,
    Column("reader", String, primary_key=True),
    Column("story", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", String, nullable=False),
)
acts = Table(
    "acts",
    tables,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("undone_at", String),
    Column("record", LargeBinary, nullable=False),
)
items = Table(  # what feeds brought and what was taken down, salted so that nobody can read it
    "items",
    tables,
    Column("hash", LargeBinary, primary_key=True),
    Column("at", String, nullable=False),
    sqlite_with_rowid=False,
)
records = Table(
    "records",
    tables,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
