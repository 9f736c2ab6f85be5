"""JSON documents that hold reports: JSON Feed 1 and 1.1, and ninjs 1 to 3 (one item or a list of them).

Names are compared in lower case, so that ninjs 3 (camel case) is read as its forerunners are. Service fields (slug
line, notes, codes) never become text.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from crosswire.model.change import Notice
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.stages.acquire.agencies import agencies, agency
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.feeds import is_cut
from crosswire.stages.acquire.fragments import line, paragraphs
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import host
from crosswire.stages.acquire.published import from_metadata
from crosswire.stages.acquire.wire import refusal, takes_back

_NINJS = frozenset({"body_text", "body_html", "body_xhtml", "bodies", "headline", "headlines"})
_TEXTLESS = frozenset({"audio", "video", "picture", "graphic", "planning", "event"})

Object = dict[str, Any]


def read_json(value: object, name: str, options: AcquireOptions) -> Iterator[Raw | Skipped] | None:
    """Return the reports of a decoded JSON document, or None where it is of neither kind."""
    if is_feed(value):
        return _feed(value, name)  # type: ignore[arg-type]
    items = value if isinstance(value, list) else [value]
    if items and all(_is_ninjs(item) for item in items):
        many = isinstance(value, list)
        return (
            _ninjs(item, f"{name}:{number}" if many else name, options)
            for number, item in enumerate(items, 1)
        )
    return None


def _string(item: Object, *names: str) -> str | None:
    """Return the first of `names` that is a text with something in it, on one line."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _objects(value: object) -> list[Object]:
    """Return the objects in `value`, a list or a single one, names in lower case."""
    items = value if isinstance(value, list) else [value]
    return [
        {str(key).lower(): inner for key, inner in item.items()}
        for item in items[:1000]
        if isinstance(item, dict)
    ]


def _names(value: object) -> str | None:
    """Return the names in a person or organisation, or in a list of them."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    found = [n for item in _objects(value) if (n := _string(item, "name", "literal"))]
    return ", ".join(dict.fromkeys(found[:20])) or None


def _digest(item: object) -> str:
    return hashlib.sha256(msgspec.json.encode(item, order="deterministic")).hexdigest()


def _kept(metadata: Object) -> Object:
    return {key: value for key, value in metadata.items() if value not in (None, "", [])}


# ---------------------------------------------------------------- JSON Feed


def is_feed(value: object) -> bool:
    """Tell whether a decoded JSON document is a JSON Feed."""
    return isinstance(value, dict) and "jsonfeed.org/version" in str(value.get("version"))[:100]


def _feed(feed: Object, name: str) -> Iterator[Raw | Skipped]:
    found = False
    for item in read_entries(feed, name):
        found = True
        yield item if isinstance(item, Skipped) or item.text else _without_text(item)
    if not found:
        yield Skipped(document=name, reason="a feed without items; expected reports")


def _without_text(raw: Raw) -> Skipped:
    return Skipped(document=raw.id, reason="an item without text; expected content_html or _text")


def read_entries(feed: Object, name: str) -> Iterator[Raw | Skipped]:
    """Yield the items of a JSON Feed, also those without a text of their own."""
    items = feed.get("items")
    for number, item in enumerate(items if isinstance(items, list) else [], 1):
        place = f"{name}:{number}"
        if isinstance(item, dict):
            yield _feed_item(item, feed, place)
        else:
            yield Skipped(document=place, reason="no object; expected an item of a JSON Feed")


def _feed_item(item: Object, feed: Object, place: str) -> Raw:
    own, url = _string(item, "url"), _string(item, "url", "external_url")
    given = item.get("id")
    guid = " ".join(str(given).split()) if isinstance(given, str | int) else None
    id = (guid or url or place)[:300]
    html, plain = item.get("content_html"), item.get("content_text")
    texts = [
        paragraphs(html) if isinstance(html, str) else "",
        plain.strip() if isinstance(plain, str) else "",
        _string(item, "summary") or "",
    ]
    text = max(texts, key=len)
    authors = item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author")
    here, there = host(_string(feed, "home_page_url")), host(own)
    author = _names(authors)
    metadata = {
        "guid": guid,
        "author": author,
        "updated": _string(item, "date_modified"),
        "description": texts[2][:1000] if texts[2] != text else None,
        "feed": _string(feed, "title"),
    }
    own_site = not item.get("external_url") and (here is None or there is None or here == there)
    return Raw(
        id=id,
        sha256=_digest(item),
        text=text,
        title=line(item["title"]) if isinstance(item.get("title"), str) else None,
        outlet=_string(feed, "title") if own_site else None,
        agency=", ".join(agencies(author or "")) or None,
        url=url,
        published_at=_string(item, "date_published", "date_modified"),
        language=_string(item, "language") or _string(feed, "language"),
        metadata=_kept(metadata),
        teaser=not (texts[0] or texts[1]) or is_cut(text),
    )


# ---------------------------------------------------------------- ninjs


def _is_ninjs(item: object) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("uri"), str)
        and (any(str(key).lower() in _NINJS for key in item) or "pubstatus" in map(str.lower, item))
    )


def _ninjs(given: Object, place: str, options: AcquireOptions) -> Raw | Skipped:
    item = {str(key).lower(): value for key, value in given.items()}
    guid = _string(item, "uri")
    id = (guid or place)[:300]
    embargo = item.get("embargoed")
    note = _string(item, "ednote")
    held = refusal(
        _string(item, "pubstatus"),
        embargo if isinstance(embargo, str) else None,
        [note] if note else [],
        options,
    )
    version = item.get("version")
    if held:
        named = f" (version {version})" if version not in (None, "") else ""
        reason = f"{held}{named}"
        if not guid or not takes_back(_string(item, "pubstatus"), [note] if note else []):
            return Skipped(document=id, reason=reason)
        notice = Notice(
            item=guid,
            reason=held,
            url=_link(item),
            version=str(version) if named else None,
            at=from_metadata(_string(item, "versioncreated")).value,
        )
        return TakenBack(document=id, reason=reason, notice=notice)
    kind = (_string(item, "type") or "text").lower()
    text = _without_slug(_ninjs_text(item), _string(item, "slugline"))
    if not text:
        reason = f"{kind}, no text" if kind in _TEXTLESS else "an item without a body"
        return Skipped(document=id, reason=f"{reason}; expected a text with its body")
    provider = _names(item.get("provider")) or _names(item.get("infosources"))
    outlet = provider or _string(item, "source", "infosource", "copyrightholder")
    metadata = {
        "guid": guid,
        "version": str(version) if isinstance(version, str | int) else None,
        "author": _string(item, "byline") or _names(item.get("bylines")),
        "ednote": note,
        "slugline": _string(item, "slugline"),
        "first_created": _string(item, "firstcreated"),
        "updated": _string(item, "contentmodified"),
        "description": _string(item, "description_text") or _chosen(item.get("descriptions")),
    }
    title = _string(item, "headline") or _chosen(item.get("headlines"))
    return Raw(
        id=id,
        sha256=_digest(given),
        text=text,
        title=line(title) if title else None,
        outlet=outlet,
        agency=agency(outlet) if outlet else None,
        url=_link(item),
        published_at=_string(item, "versioncreated", "firstcreated", "contentcreated"),
        language=_string(item, "language"),
        metadata=_kept(metadata),
    )


def _link(item: Object) -> str | None:
    """Return the item's address on the web, which is its own identifier only where that is one."""
    for found in (
        _string(item, "url"),
        *(_string(a, "href") for a in _objects(item.get("altids"))),
    ):
        if found and found.startswith(("http://", "https://")):
            return found
    return None


def _ninjs_text(item: Object) -> str:
    """Return the body: marked up where there is one, for its paragraphs, else as plain text."""
    for name, value in sorted(item.items(), key=lambda pair: "html" not in pair[0]):
        if name.startswith("body_") and isinstance(value, str) and value.strip():
            return paragraphs(value) if "html" in name or "xml" in name else value.strip()
    bodies = _objects(item.get("bodies"))
    bodies.sort(key=lambda body: _string(body, "role") not in (None, "main", "full"))
    for body in bodies:
        kind = (_string(body, "contenttype") or "").lower()
        value = body.get("value")
        if isinstance(value, str) and value.strip():
            return value.strip() if kind == "text/plain" else paragraphs(value)
    return ""


def _chosen(value: object) -> str | None:
    """Return the main one of several headlines or descriptions."""
    found = _objects(value)
    found.sort(key=lambda item: _string(item, "role") not in (None, "main"))
    return next((text for item in found if (text := _string(item, "value"))), None)


def _without_slug(text: str, slug: str | None) -> str:
    """Return `text` without a first line that only repeats the slug line."""
    first, _, rest = text.partition("\n")
    same = slug is not None and first.strip().casefold() == slug.casefold()
    return rest.lstrip() if same else text
