"""The reader of every kind of file that holds more than plain text or lines: bytes to raw reports.

A reader yields reports and what it skipped, and raises RefusedError where a whole file can't be read; nothing else.
"""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import msgspec

from crosswire.model.skipped import Skipped
from crosswire.stages.acquire import feedlists, feeds, jsonnews, newsml, office
from crosswire.stages.acquire.archives import BROKEN, members, opened
from crosswire.stages.acquire.decode import RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.mail import read_mail
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.records import read_records
from crosswire.stages.acquire.warc import read_warc
from crosswire.stages.acquire.xmltree import local, read_tree

Found = Iterator[Raw | Skipped]
Reader = Callable[[bytes, str, AcquireOptions, bool], Found]
"""Data, id, options, and whether the caller named the file itself."""
StreamReader = Callable[[BinaryIO, str, AcquireOptions], Found]

_FEEDS = frozenset({"rss", "rdf", "feed", "entry", "channel"})
_XML = "expected RSS, Atom or NewsML-G2"


def _page(data: bytes, name: str, options: AcquireOptions, named: bool) -> Found:
    from crosswire.stages.acquire.pages import read_page  # slow to load, and seldom needed

    yield read_page(data, name, options)


def _xml(data: bytes, name: str, options: AcquireOptions, named: bool) -> Found:
    tree = read_tree(data, feeds.ENTRIES | newsml.ITEMS)
    root = local(tree.root)
    if root.lower() in _FEEDS:
        yield from feeds.read_feed(tree, name)
    elif root in newsml.ROOTS:
        yield from newsml.read_newsml(tree, name, options)
    elif root in feedlists.LISTS:
        yield Skipped(document=name, reason=feedlists.refusal(tree))
    elif root.lower() == "html":
        yield from _page(data, name, options, named)
    else:
        older = (
            "NewsML 1, an older format"
            if root == "NewsML"
            else f"XML of another kind (<{root[:40]}>)"
        )
        raise RefusedError(f"{older}; {_XML}")


def _json(data: bytes, name: str, options: AcquireOptions, named: bool) -> Found:
    text = decode(data).text
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        value = None
    found = jsonnews.read_json(value, name, options)
    if found is not None:
        yield from found
    elif named:
        yield from read_records(data, name)
    else:
        raise RefusedError(
            "JSON that is neither JSON Feed nor ninjs; name the file itself to read it as JSON Lines"
        )


def _mail(data: bytes, name: str, options: AcquireOptions, named: bool) -> Found:
    yield read_mail(data, name)


def _docx(data: bytes, name: str, options: AcquireOptions, named: bool) -> Found:
    yield office.read_docx(data, name, options)


def _pdf(data: bytes, name: str, options: AcquireOptions, named: bool) -> Found:
    yield office.read_pdf(data, name, options)


def _wacz(file: BinaryIO, name: str, options: AcquireOptions) -> Found:
    """Read every WARC file in a WACZ archive."""
    with opened(file, options) as archive:
        kept = [(n, i) for n, i in members(archive) if n.endswith((".warc", ".warc.gz"))]
        if not kept:
            raise RefusedError("no WARC file in it; expected a WACZ archive")
        for member, info in kept:
            place = f"{name}/{member}"
            try:
                if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise zipfile.BadZipFile("packed in a way that is not read")
                with archive.open(info) as stream:
                    yield from read_warc(stream, place, options)  # type: ignore[arg-type]
            except BROKEN as error:
                yield Skipped(document=place, reason=f"can't be unpacked ({error}); pack it again")


READERS: Mapping[str, Reader] = {
    "page": _page,
    "xml": _xml,
    "json": _json,
    "mail": _mail,
    "docx": _docx,
    "pdf": _pdf,
}
STREAM_READERS: Mapping[str, StreamReader] = {"warc": read_warc, "wacz": _wacz}
