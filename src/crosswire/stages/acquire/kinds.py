"""What a file holds, by its name, else by its first bytes: the one table of all that is read.

A kind names a reader (`readers`). Help texts and reasons take their lists from here.
"""

import os
import re

KINDS = {
    ".txt": "text",
    ".md": "text",
    ".jsonl": "records",
    ".ndjson": "records",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "json",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".rdf": "xml",
    ".opml": "xml",
    ".warc": "warc",
    ".wacz": "wacz",
    ".eml": "mail",
    ".docx": "docx",
    ".pdf": "pdf",
    ".zip": "zip",
}
SINGLE = frozenset({"text", "page", "mail", "docx", "pdf"})
"""Kinds of files that hold one report, which takes its id from the file's name."""
STREAMED = frozenset({"warc", "wacz", "zip"})
"""Kinds that are read piece by piece and may be larger than one document."""

_MAIL = re.compile(rb"(?:return-path|received|delivered-to|mime-version|message-id): ")
_ROOTED = tuple(
    b"<?xml <rss <feed <opml <urlset <sitemapindex <rdf:rdf <newsitem <newsmessage".split()
)
_PACKED = ((b"word/document.xml", "docx"), (b"datapackage.json", "wacz"))


def suffixes() -> str:
    """Return the suffixes that are read, as help texts list them."""
    return " ".join(KINDS)


def expected() -> str:
    """Return the suffixes that are read, as reasons list them."""
    return ", ".join(KINDS)


def by_name(name: str) -> str:
    """Return the kind that a file's name tells, by the suffix before `.gz` where there is one; else ""."""
    return KINDS.get(os.path.splitext(name.lower().removesuffix(".gz"))[1], "")


def by_content(data: bytes) -> str:
    """Return the kind of `data` by its first bytes; what says nothing of itself is text."""
    if data.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _PACKED if name in data), "zip")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith(b"warc/"):
        return "warc"
    if head.startswith(b"{"):
        return "json"
    if head.startswith((b"<!doctype html", b"<html")):
        return "page"
    if head.startswith(_ROOTED):
        return "xml"
    return "mail" if _MAIL.match(head) else "text"
