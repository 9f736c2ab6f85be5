"""A piece of HTML, XHTML or NITF to plain paragraphs, a blank line between; what is not prose is left out.

For pieces that hold nothing but a report (feeds, wires, mail); whole web pages go through `pages`.
"""

import html
import re

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from crosswire.stages.acquire.xmltree import local

_BREAKS = frozenset(
    "address article aside blockquote body br center dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hl1 hl2 hr"
    " li main nav ol p pre section table tbody td th thead tr ul block bq body.content body.end".split()
)
_LEFT_OUT = frozenset(
    "script style head template noscript iframe object embed svg math form button select textarea figcaption media"
    " video audio canvas media-caption media-producer tagline".split()
)
_BREAK = "\0"
_TAG = re.compile(r"<[A-Za-z/!?]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_BLANK = re.compile(r"\n[ \t\r]*\n")


def paragraphs(markup: str) -> str:
    """Return the prose of `markup`, which may also be plain text with or without escaped characters."""
    if not _TAG.search(markup):
        return _joined(_BLANK.split(html.unescape(markup)))
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    return "" if root is None else prose(root)


def line(markup: str) -> str:
    """Return `markup` as one line of plain text."""
    return " ".join(paragraphs(markup).split())


def prose(root: Element) -> str:
    """Return the paragraphs below `root`."""
    pieces: list[str] = []
    left_out: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element).lower()
        if event == "start":
            if left_out is None and _is_left_out(element, name):
                left_out = element
            if left_out is None:
                pieces += (_BREAK if name in _BREAKS else "", element.text or "")
            continue
        outside = left_out is None or left_out is element
        if outside:
            left_out = None
            tail = element.tail if element is not root else ""
            pieces += (_BREAK if name in _BREAKS else "", tail or "")
    return _joined("".join(pieces).split(_BREAK))


def _is_left_out(element: Element, name: str) -> bool:
    return not name or name in _LEFT_OUT or bool(_HIDDEN.search(element.get("style") or ""))


def _joined(parts: list[str]) -> str:
    return "\n\n".join(said for part in parts if (said := " ".join(part.split())))
