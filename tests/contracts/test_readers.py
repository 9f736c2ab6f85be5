"""What every reader of files keeps to: literal offsets, no exception over anything, limits, linear time."""

import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire import kinds
from crosswire.stages.acquire.archives import Budget
from crosswire.stages.acquire.documents import build
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.readers import READERS, STREAM_READERS
from crosswire.stages.acquire.sources import Item, _raws, named
from tests.unit.acquire.formats import FILES, atom, entry, item, newsml, rss

NOW = datetime(2031, 5, 6, tzinfo=UTC)
LIMITS = AcquireOptions(now=NOW, max_document_bytes=200_000, max_archive_bytes=2_000_000)
CHEAP = [name for name in FILES if not name.startswith("pages") and not name.endswith(".pdf")]
"""Files whose readers take well below a millisecond; whole pages take fifty."""


def read(name: str, data: bytes, options: AcquireOptions = LIMITS) -> list[Document | Skipped]:
    """Return what `data` holds under the name `name`, as `acquire` would, without touching a disk."""
    return list(_read(name, data, options))


def _read(name: str, data: bytes, options: AcquireOptions) -> Iterator[Document | Skipped]:
    texts: dict[str, str] = {}
    member = Item(name, kinds.by_name(name), data=data)
    for raw, single in _raws(member, options, Budget(options.max_archive_bytes)):
        done = raw if isinstance(raw, Skipped) else build(raw, options)
        yield done if isinstance(done, Skipped) else named(done, texts, single)


def laws(found: list[Document | Skipped]) -> None:
    msgspec.json.encode(found)
    ids = [document.id for document in found if isinstance(document, Document)]
    assert len(ids) == len(set(ids))
    for one in found:
        if isinstance(one, Skipped):
            assert one.document
            assert 0 < len(one.reason) < 2_000
            assert "\n" not in one.reason
            continue
        assert one.id.strip()
        assert len(one.sha256) == 64
        assert one.text.strip()
        one.text.encode()
        end = 0
        for block in one.blocks:
            assert end <= block.start < block.end <= len(one.text)
            end = block.end
        for span in (one.title, one.agency_evidence, one.published_at.evidence):
            assert span is None or one.text[span.start : span.end] == span.text


def test_every_kind_has_its_reader_and_its_file() -> None:
    named = set(kinds.KINDS.values())
    assert named == {"text", "records", "zip"} | set(READERS) | set(STREAM_READERS)
    held = {kinds.by_name(name) for name in FILES}
    assert named - held == {"text", "records", "page"}  # which have tests of their own


@pytest.mark.parametrize("name", FILES)
def test_sound_files_keep_the_laws(name: str) -> None:
    found = read(name, FILES[name])
    laws(found)
    assert [type(one) for one in found] == [Document]
    assert found == read(name, FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_a_file_past_the_limit_is_skipped(name: str) -> None:
    found = read(name, FILES[name], AcquireOptions(now=NOW, max_document_bytes=50))
    laws(found)
    assert [type(one) for one in found] == [Skipped]
    assert "more than 50 bytes" in found[0].reason  # type: ignore[union-attr]


# ---------------------------------------------------------------- anything at all


def broken(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Return `data` with stretches replaced: each cut is a place and a length, in thousandths, and what comes there."""
    for at, size, put in cuts:
        start = len(data) * at // 1000
        data = data[:start] + put + data[start + size :]
    return data


JUNK = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"WARC/1.0\r\n", b"PK\x05\x06", b"\x1f\x8b", b"%%", b"-", b"9" * 30,
         b"<", b"]]>", b"<![CDATA[", b"&", b"&#0;", b"&#xD800;", b"</item>", b"<item>", b"\0", b"\xff",
         b'"', b"{", b"]", b"null", b"\xed\xa0\x80", b"<p>", b"\r\n\r\n"]
    ),
)  # fmt: skip
CUTS = st.lists(
    st.tuples(st.integers(0, 1000), st.sampled_from([0, 0, 1, 2, 8, 60, 10**6]), JUNK), max_size=4
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CHEAP), CUTS)
def test_broken_files_never_raise(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    data = broken(FILES[name], cuts)
    found = read(name, data)
    laws(found)
    assert found
    assert found == read(name, data)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([n for n in FILES if n not in CHEAP]), CUTS)
def test_broken_pages_never_raise(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    laws(read(name, broken(FILES[name], cuts)))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(kinds.KINDS)),
    st.one_of(st.binary(max_size=200), st.lists(JUNK).map(b"".join)),
)
@example(".xml", b"<rss><channel><item><title>&lt;p&gt;</title></item></channel></rss>")
def test_garbage_never_raises(suffix: str, data: bytes) -> None:
    found = read(f"x{suffix}", data)
    laws(found)
    assert found


NAMES = "item entry title link guid source url content description summary author name updated rss feed".split()
NAMES += "newsItem newsMessage itemMeta contentMeta contentSet inlineXML inlineData pubStatus edNote body".split()
TREES = st.recursive(
    st.text(max_size=12),
    lambda inner: st.tuples(st.sampled_from(NAMES), st.lists(inner, max_size=5)),
    max_leaves=25,
)


def xml(tree: object) -> str:
    if isinstance(tree, str):
        return "".join(c for c in tree if c.isprintable()).replace("&", "").replace("<", "")
    name, inner = tree  # type: ignore[misc]
    return f"<{name}>{''.join(map(xml, inner))}</{name}>"


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["rss", "feed", "newsItem", "newsMessage", "opml", "html"]), TREES)
def test_odd_trees_never_raise(root: str, tree: object) -> None:
    laws(read("x.xml", f"<{root}>{xml(tree)}</{root}>".encode()))


KEYS = "version items id url title content_html content_text summary authors name uri pubstatus embargoed".split()
KEYS += "body_html bodies value role headline headlines provider type slugline ednote altids href".split()
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=9),
        st.sampled_from(["usable", "urn:a", "<p>One.</p>", "2031-05-07", "\ud83d"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([{"version": "https://jsonfeed.org/version/1"}, {"uri": "a", "headline": "b"}]),
    VALUES,
)
def test_odd_objects_never_raise(start: dict[str, object], value: object) -> None:
    given_ = (
        {**start, **value}
        if isinstance(value, dict)
        else {**start, "items": value, "bodies": value}
    )
    laws(read("x.json", json.dumps({**given_, **start}).encode()))


# ---------------------------------------------------------------- limits

SIZE = 500_000
ROOMY = AcquireOptions(now=NOW)
HOSTILE = {
    "ampersands.rss": rss(item(description="&" * SIZE)),
    "names.rss": rss(item(description="&a" * (SIZE // 2))),
    "literals.rss": rss(item(description="&<![CDATA[" * (SIZE // 10))),
    "open.rss": "<rss>" + "<item>" * (SIZE // 6),
    "deep.xml": "<a>" * (SIZE // 3),
    "attributes.rss": "<rss " + " ".join(f'a{n}=""' for n in range(SIZE // 10)) + "/>",
    "comments.xml": "<!--" * (SIZE // 4),
    "doctype.xml": "<!DOCTYPE " + "'" * SIZE,
    "space.rss": rss(item(description=" \n" * (SIZE // 2))),
    "markup.rss": rss(item(description="<![CDATA[" + "<b>" * (SIZE // 3) + "]]>")),
    "tags.rss": rss(item(description="<![CDATA[" + "<b>a</b>" * (SIZE // 8) + "]]>")),
    "entries.atom": atom(*(entry("<summary>One.</summary>", n) for n in range(1_000))),
    "slug.xml": newsml("<inlineData>" + "PIER-STRIKE\n" * (SIZE // 120) + "</inlineData>"),
    "note.xml": newsml(meta=f"<edNote>{'note ' * (SIZE // 5)}</edNote>"),
    "lists.json": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * SIZE,
    "many.json": "[" + '{"uri": "a", "bodies": [[]]},' * (SIZE // 30) + "{}]",
    "fields.warc": "WARC/1.0\r\n" * (SIZE // 10),
    "long.warc": "WARC/1.0\r\n" + "a" * SIZE,
    "parts.eml": "A: b\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * (SIZE // 20),
    "header.eml": "Subject: " + "=?utf-8?q?a?= " * (SIZE // 14) + "\n\nOne.",
    "from.eml": "From: " + "(" * SIZE + "\n\nOne.",
    "folded.eml": "Subject: a\n" + " b\n" * (SIZE // 20) + "\nOne.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_linear_time(name: str) -> None:
    data = HOSTILE[name].encode()
    start = time.perf_counter()
    laws(read(name, data, ROOMY))
    # Half a million characters that cost their square would take hours.
    assert time.perf_counter() - start < 20


def test_standard_input_is_cut_off_at_the_limit() -> None:
    from crosswire.stages.acquire.sources import acquire

    options = AcquireOptions(now=NOW, max_document_bytes=1000, stdin=io.BytesIO(b"a" * 5000))
    (found,) = acquire(["-"], options)
    assert isinstance(found, Skipped)
