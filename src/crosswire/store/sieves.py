"""A condition as a sieve: all documents that may meet it where they are few, and a test of any others.

Of a condition that half of a million reports meet nobody needs the list: whoever looks for reports takes the latest,
and asks of these whether they meet it.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from crosswire.errors import UsageError
from crosswire.model.finding import Condition
from crosswire.store import described, places, search
from crosswire.store.orders import bounds
from crosswire.store.statements import numbers, rows_among, within
from crosswire.text.spelling import folded, word_spans

Test = Callable[[Sequence[int]], Set[int]]
"""Tells which of some documents meet a condition, and maybe others that were not asked for."""
ROWED = ("outlet", "language")
"""Kinds that a document's own row tells."""
NAMES = 8
"""Names of outlets and the like up to which each is looked up for a document, not the document's own row read."""
TERMS = 20
"""Terms up to which each is looked up for a document, not all that the document says."""


class Sieve(NamedTuple):
    """`few` is None where more than asked may meet the condition; `whole` if all of `few` do meet it."""

    few: set[int] | None
    test: Test
    whole: bool = True


def sieve(connection: Connection, condition: Condition, most: int | None) -> Sieve:
    """Return a condition's sieve, with the documents that meet it where these are at most `most` (None: always)."""
    kind = condition.kind
    if kind in search.WORDED:
        return worded(connection, [condition.text], [], most)
    if kind in described.KINDS:
        return _described(connection, condition, most)
    if kind in places.LOCATED:
        return _located(connection, condition, most)
    if kind == "title":
        return _titled(connection, condition.text, most)
    return _rowed(connection, condition, most)


def gone(connection: Connection, most: int | None) -> Sieve:
    """Return the sieve of documents that are superseded or withdrawn."""
    asked = f"SELECT number FROM documents WHERE {NOT_CURRENT}"
    return _asked(connection, asked, "number", {}, most)


NOT_CURRENT = "NOT (superseded_by IS NULL AND withdrawn IS NULL)"
"""As the index of such documents has it, so that it is used."""


def worded(
    connection: Connection, wanted: Sequence[str], barred: Sequence[str], most: int | None
) -> Sieve:
    """Return the sieve of all words and phrases that are wanted, and none of those that are barred."""
    expression = search.expression(connection, wanted, barred)
    if not expression:
        return Sieve(set(), lambda _: set())
    few = None
    if most is None or not search.heavy(connection, [*wanted, *barred]):
        once = None if search.slow(connection, wanted) else most
        few = _limited(connection, search.asked(connection), {"q": expression}, once)
    if few is not None:
        return Sieve(few, _in(few))
    return Sieve(None, search.tested(connection, wanted, barred))


def _limited(
    connection: Connection, asked: str, given: Mapping[str, Any], most: int | None
) -> set[int] | None:
    """Return the numbers that a SELECT gives, or None where these are more than `most`."""
    if most is None:
        return set(numbers(connection, asked, given))
    found = numbers(connection, f"{asked} LIMIT {most + 1:d}", given)
    return set(found) if len(found) <= most else None


def _in(few: set[int]) -> Test:
    return lambda some: few.intersection(some)


def _asked(
    connection: Connection,
    asked: str,
    column: str,
    given: Mapping[str, Any],
    most: int | None,
    tested: str = "",
) -> Sieve:
    """Return the sieve of a SELECT with a WHERE; `tested` is the same as it is best asked of some documents."""
    few = _limited(connection, asked, given, most)
    if few is not None:
        return Sieve(few, _in(few))

    def test(some: Sequence[int]) -> set[int]:
        where, more = within(connection, column, some)
        return set(numbers(connection, f"{tested or asked} AND {where}", {**given, **more}))

    return Sieve(None, test)


def _described(connection: Connection, condition: Condition, most: int | None) -> Sieve:
    """Return the sieve of an outlet, agency or language whose name has the condition's text in it."""
    names = described.names(connection, condition.kind, condition.text)
    if not names:
        return Sieve(set(), lambda _: set())
    given: dict[str, Any] = {f"n{at}": name for at, name in enumerate(names)}
    asked = (
        f"SELECT document AS number FROM document_facets WHERE kind = '{condition.kind}' "
        f"AND name IN ({', '.join(f':{key}' for key in given)})"
    )
    found = _asked(connection, asked, "document", given, most)
    if found.few is not None or condition.kind not in ROWED or len(names) <= NAMES:
        return found
    rowed = f"SELECT number, {condition.kind} FROM documents WHERE number {{}}"
    known = set(names)
    return Sieve(
        None, lambda some: {n for n, name in rows_among(connection, rowed, some) if name in known}
    )


def _located(connection: Connection, condition: Condition, most: int | None) -> Sieve:
    """Return the sieve of what the index of findings knows; of what nobody read, names go by words."""
    where, given, count = places.where(connection, condition)
    asked = f"SELECT DISTINCT document AS number FROM findings WHERE {where}"
    by_document = asked.replace(" WHERE term", " WHERE +term") if count > TERMS else asked
    plain = by_document if connection.dialect.name == "sqlite" else asked
    said = _asked(connection, asked, "document", given, most, plain)
    if condition.kind not in places.NAMED:
        return said
    listed = worded(connection, [condition.text], [], most)

    def test(some: Sequence[int]) -> set[int]:
        found = set(some).intersection(said.test(some))
        rest = sorted(set(some).intersection(listed.test(some)) - found)
        return found | (set(rest) - read(connection, rest))

    few = None if said.few is None or listed.few is None else said.few | listed.few
    return Sieve(few, test, whole=few is not None and few == said.few)


def read(connection: Connection, some: Sequence[int]) -> set[int]:
    """Return which of these documents the parser has read."""
    asked = (
        "SELECT d.number FROM documents d JOIN annotations a ON a.document = d.id WHERE d.number {}"
    )
    if not some or connection.execute(text("SELECT 1 FROM annotations LIMIT 1")).scalar() is None:
        return set()
    return {row[0] for row in rows_among(connection, asked, some)}


def _titled(connection: Connection, words: str, most: int | None) -> Sieve:
    """Return the sieve of words of the title, the last with any ending: of documents that hold them at all."""
    holding = worded(connection, [f"{words}*"], [], most)
    asked = "SELECT number, title FROM documents WHERE number {}"
    first = "".join(re.findall(r"\w+", folded(words))[:1])

    def test(some: Sequence[int]) -> Set[int]:
        near = some if holding.few is None else sorted(holding.few.intersection(some))
        named = [
            number
            for number, title in rows_among(connection, asked, near)
            if first in (low := folded(title)) and word_spans(low, f"{words}*", 1)
        ]
        return set(holding.test(named)).intersection(named) if named else set()

    return Sieve(holding.few, test, whole=False)


def _rowed(connection: Connection, condition: Condition, most: int | None) -> Sieve:
    """Return the sieve of a story, or of days of publication."""
    if condition.kind == "story":
        where = (
            "id IN (SELECT document FROM story_members WHERE story = :story "
            "OR story IN (SELECT heir FROM former_stories WHERE id = :story))"
        )
        asked = f"SELECT number FROM documents WHERE {where}"
        return _asked(connection, asked, "number", {"story": condition.text}, None)
    if condition.kind != "published":
        raise UsageError(f"no condition of kind {condition.kind!r}")
    low, high = bounds(condition)
    asked = (
        "SELECT number FROM documents WHERE {0}published_at >= :low AND {0}published_at <= :high"
    )
    tested = asked.format("+" if connection.dialect.name == "sqlite" else "")  # by the number
    given = {"low": low, "high": high}
    return _asked(connection, asked.format(""), "number", given, most, tested)
