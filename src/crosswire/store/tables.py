"""The tables of schema 3, as SQLAlchemy Core knows them. What they hold is said column by column.

Times are ISO 8601 in UTC, so that they sort as text. `record` is the JSON that `model.codec` gives; where it is
large, packed (`store.packing`).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = 3
tables = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts rows only in an INTEGER
_Words = String().with_variant(
    String(collation="C"), "postgresql"
)  # sorted as SQLite and Python sort
_Text = Text().with_variant(Text(collation="C"), "postgresql")

about = Table(
    "about",
    tables,
    Column("key", _Words, primary_key=True),
    Column("value", _Words, nullable=False),
)
documents = Table(
    "documents",
    tables,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", _Words, nullable=False, unique=True),
    Column("sha256", _Words, nullable=False, index=True),
    Column("canonical", _Words, index=True),  # the one spelling of its web address
    Column("item", _Words, index=True),  # what its feed or agency calls it, in all versions
    Column("title", _Words, nullable=False),
    Column("outlet", _Words),
    Column("language", _Words),
    Column("published_at", _Words, index=True),
    Column("acquired_at", _Words, nullable=False),
    Column("supersedes", _Words, index=True),
    Column("superseded_by", _Words),
    Column("withdrawn", _Words),  # the reason
    Column("digest", LargeBinary, nullable=False),  # of record and text, for the integrity check
    Column("record", LargeBinary, nullable=False),  # the document without its text
    Column("text", _Text, nullable=False),  # last, so that lists need not read over it
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
document_facets = Table(  # by what a search finds documents besides words; each name's newest last
    "document_facets",
    tables,
    Column("kind", _Words, primary_key=True),  # outlet, agency, language
    Column("name", _Words, primary_key=True),
    Column("document", _Number, primary_key=True, autoincrement=False),  # documents.number
    sqlite_with_rowid=False,
)
annotations = Table(
    "annotations",
    tables,
    Column("document", _Words, primary_key=True),
    Column("sha256", _Words, nullable=False),
    Column("made_by", _Words, nullable=False),
    Column("record", LargeBinary, nullable=False),  # packed
)
unsettled = Table(  # documents that no settling has placed yet
    "unsettled",
    tables,
    Column("document", _Number, primary_key=True, autoincrement=False),  # documents.number
    Column("placed", Integer, nullable=False, server_default="0"),  # 1: stands with its nearest
)
sketches = Table(
    "sketches",
    tables,
    Column("document", _Number, primary_key=True, autoincrement=False),  # documents.number
    Column("made_by", _Words, nullable=False),
    Column("record", LargeBinary, nullable=False),  # whatever clustering makes of it
    postgresql_with={
        "toast_tuple_target": 8160
    },  # as `statements.WHOLE`, which imports nothing from here
)
keys = Table(
    "keys",
    tables,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("rank", BigInteger, primary_key=True, autoincrement=False),  # order within a key
    Column("document", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
keyed = Table(  # the same by document, so that its keys can be counted and taken out
    "keyed",
    tables,
    Column("document", _Number, primary_key=True, autoincrement=False),  # documents.number
    Column("rank", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("keys", LargeBinary, nullable=False),  # 64-bit numbers
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
    Column("id", _Words, primary_key=True),
    Column("title", _Words, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("first_at", _Words, nullable=False),
    Column("last_at", _Words, nullable=False),
    Column("changed_at", _Words, nullable=False),
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
    Column("document", _Words, primary_key=True),
    Column("story", _Words, nullable=False),
    Column("place", Integer, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("members_in_order", "story", "place"),
)
former = Table(
    "former_stories",
    tables,
    Column("id", _Words, primary_key=True),
    Column("heir", _Words, nullable=False, index=True),
)
facets = Table(
    "story_facets",
    tables,
    Column("kind", _Words, primary_key=True),
    Column("name", _Words, primary_key=True),
    Column("story", _Words, primary_key=True),
    Index("facets_of_story", "story"),
    sqlite_with_rowid=False,
)
revisions = Table(
    "revisions",
    tables,
    Column("story", _Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_at", _Words, nullable=False),
    Column("state", _Words, nullable=False),  # hash of what it was made from
    Column("sha256", _Words, nullable=False),
    Column("record", LargeBinary),  # packed; none where a report in it was taken down
)
revision_documents = Table(
    "revision_documents",
    tables,
    Column("document", _Words, primary_key=True),
    Column("story", _Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
seen = Table(
    "seen",
    tables,
    Column("reader", _Words, primary_key=True),
    Column("story", _Words, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", _Words, nullable=False),
)
acts = Table(
    "acts",
    tables,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", _Words, nullable=False, unique=True),
    Column("at", _Words, nullable=False),
    Column("who", _Words, nullable=False),
    Column("kind", _Words, nullable=False),
    Column("undone_at", _Words),
    Column("record", LargeBinary, nullable=False),
)
items = Table(  # what feeds brought and what was taken down, salted so that nobody can read it
    "items",
    tables,
    Column("hash", LargeBinary, primary_key=True),
    Column("at", _Words, nullable=False),
    sqlite_with_rowid=False,
)
records = Table(
    "records",
    tables,
    Column("kind", _Words, primary_key=True),
    Column("key", _Words, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
finding_terms = Table(  # what documents say (`store.findings`): each name or counted thing once
    "finding_terms",
    tables,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("kind", _Words, nullable=False),
    Column("key", _Words, nullable=False),
    UniqueConstraint("kind", "key"),
)
finding_words = Table(  # each term by the words of its key
    "finding_words",
    tables,
    Column("word", _Words, primary_key=True),
    Column("term", _Number, primary_key=True, autoincrement=False),  # finding_terms.number
    Index("words_of_term", "term"),
    sqlite_with_rowid=False,
)
findings = Table(  # each place where it is said
    "findings",
    tables,
    Column("term", _Number, primary_key=True, autoincrement=False),
    Column("document", _Number, primary_key=True, autoincrement=False),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("end", Integer, primary_key=True, autoincrement=False),
    Column("low", Double),
    Column("high", Double),
    Index("findings_by_document", "document"),
    sqlite_with_rowid=False,
)
