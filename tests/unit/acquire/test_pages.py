"""Web pages: text, metadata, and the ones that are no reports."""

import hashlib
from pathlib import Path

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.sources import acquire

PARAGRAPHS = [
    "The old bridge over the Lerne was closed on Monday after a barge struck one of its piers.",
    "Nobody was hurt, the harbour office said, but divers will look at the pier before it opens.",
    "About 4,000 people cross the bridge each day, and the ferry will run every ten minutes.",
]
PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="{charset}">
<title>Bridge closed after barge strikes pier | Ferry Post</title>
<meta property="og:title" content="Bridge closed after barge strikes pier | Ferry Post">
<meta property="og:site_name" content="Ferry Post">
<link rel="canonical" href="https://www.example.org/news/bridge-closed">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"datePublished": "2019-05-06T10:30:00+02:00", "author": {{"@type": "Person", "name": "Jo Park"}},
"publisher": {{"@type": "Organization", "name": "Ferry Post"}}}}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Bridge closed after barge strikes pier</h1>{body}<p>Read more: What the barge carried</p></article>
<footer>All about us</footer></body></html>"""


def page(charset: str = "utf-8") -> str:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return PAGE.format(charset=charset, body=body)


def read(path: Path, data: bytes) -> Document | Skipped:
    file = path / "page.html"
    file.write_bytes(data)
    (found,) = acquire([str(file)])
    return found


def test_page(tmp_path: Path) -> None:
    data = page().encode()
    document = read(tmp_path, data)
    assert isinstance(document, Document)
    assert document.title is not None
    assert document.title.text == "Bridge closed after barge strikes pier"
    assert document.text[document.body_start :] == "\n\n".join(PARAGRAPHS)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.outlet == "Ferry Post"
    assert document.url == "https://www.example.org/news/bridge-closed"
    assert document.published_at.value == "2019-05-06T10:30:00+02:00"
    assert document.published_at.known_from == "metadata"
    assert document.language == "en"
    assert document.metadata["author"] == "Jo Park"


def test_page_in_the_encoding_it_names(tmp_path: Path) -> None:
    text = page("iso-8859-2").replace("Lerne", "Łerń").replace("Bridge", "Łódź bridge")
    data = text.encode("iso-8859-2")
    document = read(tmp_path, data)
    assert isinstance(document, Document)
    assert "Łerń" in document.text
    assert document.title is not None
    assert document.title.text == "Łódź bridge closed after barge strikes pier"


def test_ten_thousand_nested_elements(tmp_path: Path) -> None:
    deep = "<div>" * 10_000 + "Words." + "</div>" * 10_000
    found = read(tmp_path, f"<html><body>{deep}</body></html>".encode())
    assert isinstance(found, Skipped)
    assert "nested more than 512 deep" in found.reason


def test_page_without_a_text(tmp_path: Path) -> None:
    found = read(tmp_path, b"<html><head><title>x</title></head><body></body></html>")
    assert isinstance(found, Skipped)
    assert "without a main text" in found.reason


def test_broken_metadata_does_no_harm(tmp_path: Path) -> None:
    data = page().replace('"@context"', '"@graph": [[[{]]], "@context"').encode()
    document = read(tmp_path, data)
    assert isinstance(document, Document)
    assert document.title is not None
    assert document.outlet == "Ferry Post"


def test_text_in_the_metadata_stands_in_for_a_lost_one(tmp_path: Path) -> None:
    body = " ".join(PARAGRAPHS)
    script = (
        '<script type="application/ld+json">{"@type": "Report", "headline": "Bridge closed", '
        f'"articleBody": "{body}"}}</script>'
    )
    document = read(
        tmp_path, f"<html><head>{script}</head><body><p>Wait.</p></body></html>".encode()
    )
    assert isinstance(document, Document)
    assert document.text == f"Bridge closed\n\n{body}"
