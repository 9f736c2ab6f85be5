"""A web page to a raw report: main text by trafilatura, what its metadata says, the hash of its bytes.

1. The page is decoded (its own word on the encoding counts after UTF-8) and refused where nested too deep.
2. Metadata is read: JSON-LD first, then OpenGraph and other meta elements, the canonical address, the heading.
3. The main text is extracted, precision favoured; where that is far shorter than the text the metadata carries,
   the latter is taken.
4. Link lines and buttons that extraction left over are dropped; all other furniture stays, as blocks.

Nothing is ever fetched.
"""

import hashlib
import html
import re
from typing import Any

import msgspec
import trafilatura
from htmldate import find_date
from lxml import etree  # type: ignore[import-untyped]
from lxml.html import (  # type: ignore[import-untyped]
    HtmlElement,
    HTMLParser,
    document_fromstring,
)

from crosswire.stages.acquire.blocks import find_blocks
from crosswire.stages.acquire.decode import Decoded, RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.phrases import normal
from crosswire.stages.acquire.published import from_metadata, from_url

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_ARTICLE = ("article", "report", "posting", "blog")
_SHORT = 0.6
"""Share of the text in the metadata below which extraction has lost the body."""
_DEEP = 4
"""Levels of JSON-LD followed, so that a hostile one ends."""


def read_page(data: bytes, name: str, options: AcquireOptions, charset: str | None = None) -> Raw:
    """Return the report on the page `data`; raises RefusedError where there is none.

    `charset` is what the server called its encoding, which counts where the page does not say.
    """
    decoded, tree = tree_of(data, options, charset)
    said = _metadata(tree)
    title = said.get("title")
    body = _body(decoded.text, str(said.get("body") or ""), title)
    if not body:
        raise RefusedError(
            "a page without a main text; expected an article: save the page with its text"
        )
    metadata = {key: said[key] for key in ("author", "description", "section") if said.get(key)}
    if decoded.encoding != "utf-8":
        metadata["encoding"] = decoded.encoding
    if decoded.replaced:
        metadata["replaced_characters"] = decoded.replaced
    return Raw(
        id=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=body,
        title=title,
        outlet=said.get("outlet"),
        url=said.get("url"),
        published_at=_published(said, decoded.text),
        language=said.get("language"),
        metadata=metadata,
    )


def tree_of(
    data: bytes, options: AcquireOptions, charset: str | None = None
) -> tuple[Decoded, HtmlElement]:
    """Return the page `data` as text and as a tree; raises RefusedError where it is none, or nested too deep."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else charset)
    return decoded, _tree(decoded.text, options.max_html_depth)


def _tree(text: str, depth: int) -> HtmlElement:
    """Return the page as a tree; raises RefusedError where it is nested deeper than `depth`."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise RefusedError(f"no page can be read in it ({error}); expected HTML") from error
    level = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > depth:
            raise RefusedError(
                f"elements nested more than {depth} deep, which no report needs; raise max_html_depth to read it"
            )
    return tree


# ---------------------------------------------------------------- 2. metadata

_META = {
    "og:title": "og_title",
    "twitter:title": "og_title",
    "og:site_name": "outlet",
    "og:url": "url",
    "article:published_time": "published",
    "datepublished": "published",
    "parsely-pub-date": "published",
    "sailthru.date": "published",
    "publishdate": "published",
    "pubdate": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "date": "published",
    "og:description": "description",
    "description": "description",
    "author": "author",
    "article:section": "section",
}


def _metadata(tree: HtmlElement) -> dict[str, Any]:
    """Return what the page says of itself, under the names of `Raw` (and "body", the text in the metadata)."""
    said: dict[str, Any] = {}
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() == "application/ld+json" and node.text:
            for item in _items(_json(node.text), 0):
                for key, value in _article(item).items():
                    said.setdefault(key, value)
    for node in tree.iter("meta"):
        name = (
            (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        )
        content = " ".join((node.get("content") or "").split())
        if content and name in _META:
            said.setdefault(_META[name], html.unescape(content))
    for node in tree.iter("link"):
        if (node.get("rel") or "").strip().lower() == "canonical" and node.get("href"):
            said["url"] = node.get("href").strip()
    if not str(said.get("url") or "").startswith(("http://", "https://")):
        said.pop("url", None)
    said.setdefault("language", tree.get("lang"))
    said["title"] = _title(tree, said)
    return said


def _json(text: str) -> object:
    try:
        return msgspec.json.decode(text.strip().removeprefix("<!--").removesuffix("-->").strip())
    except (msgspec.DecodeError, RecursionError):
        try:
            # Control characters inside strings are the usual fault, and do no harm.
            return msgspec.json.decode(re.sub(r"[\x00-\x1f]+", " ", text))
        except (msgspec.DecodeError, RecursionError):
            return None


def _items(value: object, level: int) -> list[dict[str, Any]]:
    """Return the objects of JSON-LD that are articles, outermost first."""
    if level > _DEEP:
        return []
    if isinstance(value, list):
        return [item for part in value[:50] for item in _items(part, level + 1)]
    if not isinstance(value, dict):
        return []
    kinds = value.get("@type")
    names = [
        k.lower() for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)
    ]
    own = [value] if any(word in name for name in names for word in _ARTICLE) else []
    return own + _items(value.get("@graph"), level + 1) + _items(value.get("mainEntity"), level + 1)


def _article(item: dict[str, Any]) -> dict[str, Any]:
    publisher, body = item.get("publisher"), item.get("articleBody")
    author = item.get("author")
    people = author if isinstance(author, list) else [author]
    found = {
        "headline": item.get("headline"),
        "outlet": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "published": item.get("datePublished"),
        "language": item.get("inLanguage"),
        "author": ", ".join(
            name
            for person in people
            if isinstance(name := person.get("name") if isinstance(person, dict) else person, str)
        ),
        "body": _plain(body) if isinstance(body, str) else None,
    }
    return {
        key: html.unescape(" ".join(value.split())) if key != "body" else value
        for key, value in found.items()
        if isinstance(value, str) and value.strip()
    }


def _plain(body: str) -> str:
    """Return `body`, which may be HTML itself, as paragraphs."""
    text = html.unescape(body) if "&" in body else body
    if "<" in text:
        text = re.sub(r"</?(?:p|br|div|li|h\d)\b[^<>]{0,300}>", "\n", text, flags=re.IGNORECASE)
        text = re.sub(r"<[^<>]{1,500}>", "", text)
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def _title(tree: HtmlElement, said: dict[str, Any]) -> str | None:
    """Return the headline: as in the metadata, without the site's name at its end."""
    heading = next(
        (" ".join(h.text_content().split()) for h in tree.iter("h1") if h.text_content().strip()),
        "",
    )
    page = next((" ".join((t.text or "").split()) for t in tree.iter("title")), "")
    for given in (said.get("og_title"), said.get("headline"), heading, page):
        if given and isinstance(given, str):
            return _without_site(given, str(said.get("outlet") or ""))[:500]
    return None


def _without_site(title: str, site: str) -> str:
    head, mark, tail = _last_part(title)
    if (
        mark
        and len(head) > 15
        and (normal(tail) == normal(site) or (not site and len(tail.split()) <= 3))
    ):
        return head
    return title


def _last_part(title: str) -> tuple[str, str, str]:
    found = re.search(r"\s[|–—»-]\s(?=[^|–—»]{1,60}$)", title)
    return (
        (title[: found.start()], found.group(), title[found.end() :]) if found else (title, "", "")
    )


def _published(said: dict[str, Any], page: str) -> object:
    """Return the time in the metadata as given, else the day that htmldate finds on the page."""
    given = said.get("published")
    if given and from_metadata(given).value:
        return given
    if from_url(said.get("url")).value:
        return None
    try:
        found = find_date(page, original_date=True, outputformat="%Y-%m-%d")
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return None
    # New Year's Day is what a bare year on the page ("© 2016") comes out as: no date at all.
    return None if found and found.endswith("-01-01") else found


# ---------------------------------------------------------------- 3. and 4. text


def _body(page: str, carried: str, title: str | None) -> str:
    """Return the main text, paragraphs apart by a blank line, without left-over links and the title."""
    found = _extracted(page, precision=True)
    if len(found) < _SHORT * len(carried):
        found = carried
    if not found:
        found = _extracted(page, precision=False)
    lines = [line for part in found.split("\n") if (line := " ".join(part.split()))]
    text = "\n\n".join(lines[1:] if lines and lines[0] == title else lines)
    kept = [text[b.start : b.end] for b in find_blocks(text) if b.kind != "promo"]
    return "\n\n".join(kept)


def _extracted(page: str, *, precision: bool) -> str:
    try:
        found = trafilatura.extract(
            page, include_comments=False, favor_precision=precision, favor_recall=not precision
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    return found or ""
