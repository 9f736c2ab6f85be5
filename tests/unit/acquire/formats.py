"""Small files of every kind that is read, of our own making: one report, or a few, each."""

import gzip
import io
import json
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import acquire

ONE = "The old bridge over the Lerne was closed on Monday after a barge struck one of its piers."
TWO = "Nobody was hurt, the harbour office said, but divers will look at the pier before it opens."
THREE = "About 4,000 people cross the bridge each day, and the ferry will run every ten minutes."
BODY = f"{ONE}\n\n{TWO}"
TITLE = "Bridge closed after barge strikes pier"
HTML = f"<p>{ONE}</p><p>{TWO}</p>"


def read(folder: Path, name: str, data: bytes | str, **options: object) -> list[Document | Skipped]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(acquire([str(path)], AcquireOptions(**options)))  # type: ignore[arg-type]


def documents(found: list[Document | Skipped]) -> list[Document]:
    return [item for item in found if isinstance(item, Document)]


def reasons(found: list[Document | Skipped]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Skipped)]


def only(found: list[Document | Skipped]) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    return document


def body(document: Document) -> str:
    return document.text[document.body_start :]


def rss(*items: str, channel: str = "") -> str:
    head = "<title>Ferry Post</title><link>https://www.ferrypost.example/</link><language>en-gb</language>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel>{channel or head}{''.join(items)}</channel></rss>"
    )


def item(number: int = 1, inside: str = "", description: str = ONE) -> str:
    return (
        f"<item><title>{TITLE}</title><link>https://www.ferrypost.example/n/{number}</link>"
        f'<guid isPermaLink="false">fp-{number}</guid><pubDate>Mon, 06 May 2019 10:30:00 +0200</pubDate>'
        f"<description>{description}</description>{inside}</item>"
    )


def atom(*entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Ferry Post</title>'
        f'<link rel="self" href="https://www.ferrypost.example/feed"/>{"".join(entries)}</feed>'
    )


def entry(inside: str, number: int = 1) -> str:
    return (
        f"<entry><title>{TITLE}</title><id>urn:fp:{number}</id>"
        f'<link rel="alternate" href="https://www.ferrypost.example/n/{number}"/>'
        f"<updated>2019-05-06T12:00:00+02:00</updated>{inside}</entry>"
    )


def newsml(inside: str = "", meta: str = "", content: str = "", version: int = 2) -> str:
    held = inside or (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>Not this</title></head><body><p>PIER-STRIKE</p>{HTML}</body></html></inlineXML>"
    )
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:lerne:7" '
        f'version="{version}" xml:lang="en-GB"><itemMeta><itemClass qcode="ninat:text"/>'
        '<provider qcode="nprov:LNA"><name>Lerne News Agency</name></provider>'
        f"<versionCreated>2019-05-06T10:30:00+02:00</versionCreated>{meta}</itemMeta>"
        f"<contentMeta><slugline>PIER-STRIKE</slugline><headline>{TITLE}</headline><by>Jo Park</by>{content}"
        f"</contentMeta><contentSet>{held}</contentSet></newsItem>"
    )


def ninjs(**fields: object) -> dict[str, object]:
    return {
        "uri": "urn:lerne:8",
        "type": "text",
        "version": "3",
        "pubstatus": "usable",
        "versioncreated": "2019-05-06T08:30:00Z",
        "headline": TITLE,
        "slugline": "PIER-STRIKE",
        "byline": "Jo Park",
        "language": "en",
        "body_html": HTML,
        "provider": "Lerne News Agency",
        **fields,
    }


def page() -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title>'
        '<meta property="og:site_name" content="Ferry Post">'
        f"</head><body><article><h1>{TITLE}</h1>{HTML}<p>{THREE}</p></article></body></html>"
    ).encode()


def record(kind: str, content: bytes, **fields: str) -> bytes:
    named = {"WARC-Type": kind, "WARC-Record-ID": "<urn:r:1>", "Content-Length": str(len(content))}
    given = {key.replace("_", "-"): value for key, value in fields.items()}
    head = "".join(f"{key}: {value}\r\n" for key, value in {**named, **given}.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + content + b"\r\n\r\n"


def answer(
    body: bytes, fields: str = "Content-Type: text/html\r\n", status: str = "200 OK"
) -> bytes:
    return f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + body


def warc(*records: bytes, packed: bool = False) -> bytes:
    first = record("warcinfo", b"software: ours\r\n")
    return b"".join(gzip.compress(r) if packed else r for r in (first, *records))


def response(body: bytes = b"", number: int = 1, **fields: str) -> bytes:
    address = f"https://www.ferrypost.example/n/{number}"
    return record(
        "response",
        answer(body or page()),
        **{"WARC_Target_URI": address, "WARC_Date": "2019-05-07T00:00:00Z", **fields},
    )


def mail(plain: str = BODY, marked: str = "", **fields: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = TITLE
    message["From"] = '"The Ferry Post" <news@ferrypost.example>'
    message["Date"] = "Mon, 06 May 2019 10:30:00 +0200"
    message["Message-ID"] = "<a1@ferrypost.example>"
    for key, value in fields.items():
        message[key.replace("_", "-")] = value
    message.set_content(plain)
    if marked:
        message.add_alternative(marked, subtype="html")
    return message.as_bytes()


def packed(**members: bytes) -> bytes:
    return archive(
        {name.replace("__", "/").replace("_dot_", "."): data for name, data in members.items()}
    )


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def docx(*paragraphs: str, title: str = TITLE) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{title}</w:t></w:r></w:p>'
    lines += "".join(
        f"<w:p><w:r><w:t>{p[:9]}</w:t></w:r><w:del><w:r><w:delText>x</w:delText><w:t>gone</w:t></w:r></w:del>"
        f"<w:r><w:t>{p[9:]}</w:t></w:r></w:p>"
        for p in paragraphs or (ONE, TWO)
    )
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Jo Park'
        "</dc:creator></cp:coreProperties>"
    )
    main = f"<w:document {space}><w:body>{lines}</w:body></w:document>"
    return archive({"word/document.xml": main.encode(), "docProps/core.xml": core.encode()})


def pdf(*lines: str) -> bytes:
    """Return a PDF file of one page with `lines`, written by hand."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines or (TITLE, ONE, TWO))
    stream = zlib.compress(f"BT /F1 9 Tf 40 700 Td {shown}ET".encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(out),
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Ferry Post",
        "home_page_url": "https://www.ferrypost.example/",
        "language": "en",
        "items": [
            {
                "id": "fp-1",
                "url": "https://www.ferrypost.example/n/1",
                "title": TITLE,
                "content_html": HTML,
                "summary": ONE,
                "date_published": "2019-05-06T10:30:00+02:00",
                "authors": [{"name": "Jo Park"}],
            }
        ],
    }
)

FILES: dict[str, bytes] = {
    "feed.rss": rss(item(inside=f"<content:encoded><![CDATA[{HTML}]]></content:encoded>")).encode(),
    "feed.atom": atom(entry(f'<content type="html"><![CDATA[{HTML}]]></content>')).encode(),
    "feed.json": JSON_FEED.encode(),
    "item.xml": newsml().encode(),
    "news.json": json.dumps(ninjs()).encode(),
    "pages.warc": warc(response()),
    "pages.warc.gz": warc(response(), packed=True),
    "pages.wacz": archive(
        {"archive/data.warc.gz": warc(response(), packed=True), "datapackage.json": b"{}"}
    ),
    "letter.eml": mail(),
    "note.docx": docx(),
    "note.pdf": pdf(),
    "reports.zip": archive({"a.txt": BODY.encode()}),
}
"""One sound file of each kind, with one report of the bridge in each."""
