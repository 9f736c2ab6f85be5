"""Bytes to an XML tree, safely: no entities but the five of XML, no DTD, no network, bounded depth and size.

A document that declares a DTD of its own is refused before any parser sees it. Slips that are common in feeds (bare
ampersands, HTML's named characters, control characters) are mended; past a real break, what was whole is kept.
"""

import html
import html.entities
import re
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from crosswire.stages.acquire.decode import RefusedError, decode

_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\"'\[>]|\"[^\"]*\"|'[^']*')*", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:#(\d{1,8});|#[xX]([0-9a-fA-F]{1,7});|([A-Za-z][A-Za-z0-9]{1,31};))?")
_OWN = ("lt;", "gt;", "amp;", "quot;", "apos;")
_CHUNK = 1 << 16


@dataclass
class Tree:
    """A document's root, those of the wanted elements that are whole, and why it breaks off ("" where it does not)."""

    root: Element
    whole: list[Element] = field(default_factory=list)
    broken: str = ""


def read_tree(data: bytes, wanted: frozenset[str] = frozenset()) -> Tree:
    """Return the tree of `data` with its outermost elements of the local names `wanted`.

    Raises RefusedError where not even a root can be read, or a DTD is declared.
    """
    declared = _DECLARED.search(data[:400])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    text = text[found.end() :] if (found := _DECLARATION.match(text)) else text.lstrip()
    tree = _parsed(text, wanted)
    if tree is None or tree.broken:
        mended = _parsed(_mended(text), wanted)
        if mended and (tree is None or not mended.broken or len(mended.whole) > len(tree.whole)):
            tree = mended
    if tree is None:
        raise RefusedError("no XML can be read in it; expected a feed or a news item")
    return tree


def local(element: Element) -> str:
    """Return the name of `element` without its namespace ("" for what is no element)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words(element: Element | None) -> str:
    """Return all text in `element` on one line; "" without one."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at the end of `path` of local names below `element`."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """Return the elements of the local name `name` directly below `element`."""
    return [] if element is None else [e for e in element if local(e) == name]


def _parsed(text: str, wanted: frozenset[str]) -> Tree | None:
    _refuse_dtd(text)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    broken = ""
    data = text.encode("utf-8", "replace")
    try:
        # By pieces, so that what stands before a break has been told of.
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError) as error:
        broken = re.sub(r" \(<string>.*", "", str(error).partition("\n")[0]) or "it ends too soon"
    tree: Tree | None = None
    inside = 0
    for event, element in parser.read_events():
        if tree is None:
            tree = Tree(element, broken=broken)
        if local(element) in wanted:
            inside += 1 if event == "start" else -1
            if event == "end" and inside == 0:
                tree.whole.append(element)
    return tree


def _refuse_dtd(text: str) -> None:
    """Raise RefusedError where a DTD with declarations stands before the root."""
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        close = next((c for o, c in (("<!--", "-->"), ("<?", "?>")) if text.startswith(o, at)), "")
        if close:
            end = text.find(close, at)
            if end < 0:
                return
            at = end + len(close)
        elif found := _DOCTYPE.match(text, at):
            at = found.end() + 1
            if text[found.end() : at] != ">":
                raise RefusedError(
                    "XML that declares a DTD or entities of its own, which is never read"
                )
        else:
            return


def _mended(text: str) -> str:
    """Return `text` with the usual slips put right, sections of literal text untouched but for control characters."""
    text = _CONTROL.sub("", text)
    out: list[str] = []
    at = 0
    while at < len(text):
        start = text.find("<![CDATA[", at)
        start = len(text) if start < 0 else start
        out.append(_AMPERSAND.sub(_character, text[at:start]))
        end = text.find("]]>", start)
        at = len(text) if end < 0 else end + 3
        out.append(text[start:at])
    return "".join(out)


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        return found.group() if legal or 0x10000 <= code <= 0x10FFFF else "\ufffd"
    if name in _OWN:
        return found.group()
    known = html.entities.html5.get(name or "")
    return html.escape(known) if known else "&amp;" + found.group()[1:]
