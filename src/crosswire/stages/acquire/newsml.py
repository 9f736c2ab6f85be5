"""NewsML-G2: news items, alone or in a news message; what the agency says of them decides whether they are read.

The text is the first content that has any: XHTML or NITF in the XML, or plain text. Slug lines, notes and codes are
kept as metadata and never become text.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from crosswire.model.change import Notice
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.stages.acquire.agencies import agency
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.fragments import paragraphs, prose
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.published import from_metadata
from crosswire.stages.acquire.wire import refusal, takes_back
from crosswire.stages.acquire.xmltree import Tree, child, children, local, words

ITEMS = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem"})
ROOTS = ITEMS | {"newsMessage"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_newsml(tree: Tree, name: str, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield the reports of `tree`; `name` and the item's number stand in for a missing guid."""
    for number, item in enumerate(tree.whole, 1):
        yield _item(item, f"{name}:{number}", options)
    if tree.broken:
        reason = f"the XML breaks off after item {len(tree.whole)} ({tree.broken}); fetch it again"
        yield Skipped(document=name, reason=reason)
    elif not tree.whole:
        yield Skipped(document=name, reason="a news message without items; expected news items")


def _item(item: Element, place: str, options: AcquireOptions) -> Raw | Skipped:
    guid = " ".join((item.get("guid") or "").split())
    id = (guid or place)[:300]
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    notes = [said for node in children(meta, "edNote") if (said := words(node))]
    version = (item.get("version") or "").strip()
    if held := _refusal(meta, notes, options):
        reason = f"{held}{f' (version {version})' if version else ''}"
        if not guid or not takes_back(_code(child(meta, "pubStatus")), notes):
            return Skipped(document=id, reason=reason)
        at = from_metadata(_time(meta, content)).value
        notice = Notice(item=guid, reason=held, version=version or None, at=at)
        return TakenBack(document=id, reason=reason, notice=notice)
    kind = _code(child(meta, "itemClass")) or "text"
    if local(item) != "newsItem":
        return Skipped(document=id, reason=f"a {local(item)}, which holds no report itself")
    slugs = [words(node) for node in children(content, "slugline")]
    text = _text(child(item, "contentSet"), slugs)
    if not text:
        elsewhere = child(item, "contentSet", "remoteContent") is not None
        reason = "its content is in another file" if elsewhere else "an item without a text"
        return Skipped(document=id, reason=f"{reason} ({kind}); expected a text in the item")
    outlet = _name(child(meta, "provider")) or _name(child(content, "infoSource"))
    headline = child(content, "headline")
    metadata: dict[str, Any] = {
        "guid": guid,
        "version": version,
        "author": ", ".join(filter(None, map(words, children(content, "by")[:20]))),
        "ednote": " ".join(notes)[:2000],
        "signals": [code for node in children(meta, "signal") if (code := _code(node))],
        "slugline": next(filter(None, slugs), ""),
        "dateline": words(child(content, "dateline")),
        "first_created": words(child(meta, "firstCreated")),
        "updated": words(child(content, "contentModified")),
        "description": words(child(content, "description"))[:1000],
        "credit": words(child(content, "creditline")),
    }
    return Raw(
        id=id,
        sha256=hashlib.sha256(etree.tostring(item, encoding="utf-8", with_tail=False)).hexdigest(),
        text=text,
        title=words(headline if headline is not None else child(meta, "title")) or None,
        outlet=outlet,
        agency=agency(outlet) if outlet else None,
        url=_address(item, meta),
        published_at=_time(meta, content),
        language=_language(item, content),
        metadata={key: value for key, value in metadata.items() if value},
    )


def _refusal(meta: Element | None, notes: list[str], options: AcquireOptions) -> str:
    embargo = child(meta, "embargoed")
    return refusal(
        _code(child(meta, "pubStatus")),
        None if embargo is None else words(embargo),
        notes,
        options,
    )


def _code(element: Element | None) -> str:
    """Return the last part of the code that `element` carries ("stat:canceled" is "canceled")."""
    if element is None:
        return ""
    given = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return given.replace("#", "/").replace(":", "/").rstrip("/").rpartition("/")[2].strip()


def _name(element: Element | None) -> str | None:
    """Return the name of an organisation: as given, else its code."""
    return (words(child(element, "name")) or _code(element)) or None


def _address(item: Element, meta: Element | None) -> str | None:
    for node in (*children(meta, "link"), *children(item, "link")):
        found = (node.get("href") or "").strip()
        if _code_of(node.get("rel")) in ("canonical", "alternate") and found.startswith("http"):
            return found
    return None


def _code_of(given: str | None) -> str:
    return (given or "").rpartition(":")[2].strip().casefold()


def _time(meta: Element | None, content: Element | None) -> str | None:
    """Return when this version was made; its words are to be understood from there."""
    for parent, name in (
        (meta, "versionCreated"),
        (content, "contentModified"),
        (content, "contentCreated"),
        (meta, "firstCreated"),
    ):
        if said := words(child(parent, name)):
            return said
    return None


def _language(item: Element, content: Element | None) -> str | None:
    tagged = child(content, "language")
    given = (tagged.get("tag") if tagged is not None else None) or item.get(_LANG)
    return str(given) if given else None


def _text(contents: Element | None, slugs: list[str]) -> str:
    """Return the text of the first content that has one, without a first paragraph that repeats a slug line."""
    if contents is None:
        return ""
    for content in contents:
        name = local(content)
        found = ""
        if name == "inlineXML":
            found = prose(_body(content))
        elif name == "inlineData" and (content.get("encoding") or "") == "":
            markup = "html" in (content.get("contenttype") or "").lower()
            found = content.text or ""
            found = paragraphs(found) if markup else found.strip()
        first, _, rest = found.partition("\n")
        if first.strip() and first.strip().casefold() in (slug.casefold() for slug in slugs):
            found = rest.lstrip()
        if found:
            return found
    return ""


def _body(content: Element) -> Element:
    """Return the element with the text: NITF's and XHTML's heads say again what the metadata say."""
    for element in content.iter():
        if local(element) == "body.content":
            return element
    return next((e for e in content.iter() if local(e) == "body"), content)
