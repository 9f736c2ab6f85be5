"""One invented report as a file of each kind that is read, made by hand, without any library of that kind."""

import io
import json
import zipfile
import zlib
from email.message import EmailMessage
from random import Random
from xml.sax.saxutils import escape

PLACES = "Lerne Tarvos Osk Brill Calder Skerra Merrow Vinde".split()
THINGS = "bridge ferry dam school hospital tunnel depot market".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday".split()


def story(number: int, random: Random) -> list[str]:
    """Return the lines of report `number`: a headline and paragraphs, of one event in four reports."""
    event = number // 4
    place, thing = PLACES[event % len(PLACES)], THINGS[event // len(PLACES) % len(THINGS)]
    crowd = 40 + event % 900
    return [
        f"{place} {thing} number {event} shut after storm",
        f"The {thing} at {place} was shut on {random.choice(DAYS)} after a storm tore away part of its roof, "
        f"the council of {place} said. About {crowd} people had to leave.",
        f"Engineer {number} of the works office told reporters that the damage to {thing} {event} would take "
        f"{2 + event % 9} weeks to repair. Nobody was hurt, and trains ran again by evening.",
        f"Report {number}: residents of street {random.randint(1, 400)} were still without power.",
    ]


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines[1:])


def page(lines: list[str]) -> bytes:
    """Return a web page."""
    return (
        f'<!doctype html><html lang="en"><head><title>{lines[0]}</title><meta property="og:site_name" '
        f'content="Lerne Post"></head><body><article><h1>{lines[0]}</h1>{_paragraphs(lines)}</article></body></html>'
    ).encode()


def ninjs(lines: list[str]) -> bytes:
    """Return an agency's item in JSON."""
    item = {
        "uri": f"urn:lerne:{lines[3]}",
        "type": "text",
        "pubstatus": "usable",
        "versioncreated": "2031-05-06T08:30:00Z",
        "headline": lines[0],
        "language": "en",
        "body_html": _paragraphs(lines),
        "provider": "Lerne News Agency",
    }
    return json.dumps(item).encode()


def newsml(lines: list[str]) -> bytes:
    """Return an agency's item in NewsML-G2."""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:lerne:x:{escape(lines[3])}" version="1" '
        'xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider qcode="n:LNA"><name>Lerne News Agency</name>'
        "</provider><versionCreated>2031-05-06T10:30:00+02:00</versionCreated></itemMeta><contentMeta>"
        f'<headline>{lines[0]}</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_paragraphs(lines)}</body></html></inlineXML>'
        "</contentSet></newsItem>"
    ).encode()


def feed(lines: list[str]) -> bytes:
    """Return an RSS feed of one item."""
    where = zlib.crc32(lines[3].encode())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Lerne Post</title>'
        f"<link>https://lerne.example/</link><item><title>{lines[0]}</title><link>https://lerne.example/n/{where}</link>"
        f"<guid>lp-{where}</guid><pubDate>Tue, 06 May 2031 10:30:00 +0200</pubDate><description>"
        f"{escape(_paragraphs(lines))}</description></item></channel></rss>"
    ).encode()


def entry(lines: list[str]) -> bytes:
    """Return an Atom feed of one entry."""
    where = zlib.crc32(lines[3].encode())
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Lerne Post</title><entry>'
        f'<title>{lines[0]}</title><id>urn:lp:{where}</id><link rel="alternate" href="https://lerne.example/a/{where}"/>'
        f'<updated>2031-05-06T12:00:00Z</updated><content type="html">{escape(_paragraphs(lines))}</content>'
        "</entry></feed>"
    ).encode()


def letter(lines: list[str]) -> bytes:
    """Return an e-mail."""
    message = EmailMessage()
    message["Subject"] = lines[0]
    message["From"] = '"Lerne Post" <news@lerne.example>'
    message["Date"] = "Tue, 06 May 2031 10:30:00 +0200"
    message["Message-ID"] = f"<{zlib.crc32(lines[3].encode())}@lerne.example>"
    message.set_content("\n\n".join(lines[1:]))
    return message.as_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def docx(lines: list[str]) -> bytes:
    """Return a DOCX file."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    held = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    return zipped(
        {"word/document.xml": f"<w:document {space}><w:body>{held}</w:body></w:document>".encode()}
    )


def pdf(lines: list[str]) -> bytes:
    """Return a PDF file of one page."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = zlib.compress(f"BT /F1 6 Tf 40 700 Td {shown}ET".encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1200 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + end


def warc(lines: list[str]) -> bytes:
    """Return a WARC file of one response."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(lines)
    where = zlib.crc32(lines[3].encode())
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:r:{where}>\r\n"
        f"WARC-Target-URI: https://lerne.example/w/{where}\r\nWARC-Date: 2031-05-07T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"
