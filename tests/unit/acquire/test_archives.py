"""Web archives, zip archives, mail, Word and PDF: what comes out of them, their limits, and the broken ones."""

import bz2
import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from tests.unit.acquire.formats import (
    BODY,
    FILES,
    HTML,
    ONE,
    THREE,
    TITLE,
    TWO,
    answer,
    archive,
    body,
    documents,
    docx,
    mail,
    only,
    page,
    pdf,
    read,
    reasons,
    record,
    response,
    warc,
)

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.archives import clean
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import acquire

GZIPPED = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
FULL = f"{BODY}\n\n{THREE}"


@pytest.mark.parametrize("name", FILES)
def test_every_kind_is_read(tmp_path: Path, name: str) -> None:
    document = only(read(tmp_path, name, FILES[name]))
    words = " ".join(document.text.split())
    assert ONE in words
    assert TWO in words


@pytest.mark.parametrize("name", [n for n in FILES if n not in ("feed.json", "news.json")])
def test_every_kind_is_known_by_its_first_bytes(tmp_path: Path, name: str) -> None:
    data = FILES[name]
    if name == "letter.eml":
        data = b"Return-Path: <news@ferrypost.example>\n" + data
    if not name.endswith(".gz"):
        assert ONE in " ".join(only(read(tmp_path, "unnamed", data)).text.split())


def test_a_folder_of_every_kind(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "packed.atom.gz").write_bytes(gzip.compress(FILES["feed.atom"]))
    found = list(acquire([str(tmp_path)]))
    # The same page in three archives, and the same entry in two feeds, is one report.
    assert len(documents(found)) == len(FILES) - 3
    assert set(reasons(found)) == {"same document twice: same id and same text as before"}


BROKEN = {
    "empty": lambda data: b"",
    "blank": lambda data: b" \n\t\n",
    "a half": lambda data: data[: len(data) // 2],
    "a tenth": lambda data: data[: len(data) // 10],
    "without its end": lambda data: data[:-20],
    "without its start": lambda data: data[20:],
    "zeros": lambda data: bytes(500),
    "zeros inside": lambda data: data[:90] + bytes(90) + data[180:],
    "all bits turned": lambda data: bytes(b ^ 255 for b in data),
    "one bit turned": lambda data: data[:60] + bytes([data[60] ^ 4]) + data[61:],
    "backwards": lambda data: data[::-1],
    "twice": lambda data: data + data,
    "in pieces": lambda data: data[::2],
    "with line ends changed": lambda data: data.replace(b"\n", b"\r\n"),
    "as text read wrongly": lambda data: data.decode("latin-1").encode("utf-16"),
    "with an error page in its place": lambda data: b"<html><body>502 Bad Gateway</body></html>",
    "with junk in front": lambda data: b"junk " * 9 + data,
    "with junk behind": lambda data: data + b"\xff\xfe<" * 50,
    "packed": lambda data: gzip.compress(data),
    "packed and cut": lambda data: gzip.compress(data)[:-15],
}


def test_a_folder_of_files_broken_in_twenty_ways_is_read_to_its_end(tmp_path: Path) -> None:
    for number, way in enumerate(BROKEN.values()):
        for name, data in FILES.items():
            (tmp_path / f"{number:02}-{name}").write_bytes(way(data))
    (tmp_path / "zz.txt").write_text(BODY)
    found = list(acquire([str(tmp_path)], AcquireOptions()))
    assert documents(found)[-1].id == "zz.txt"
    assert len(found) >= len(BROKEN) * len(FILES) + 1
    assert all(reason.strip() for reason in reasons(found))
    said = {item.document.partition("/")[0][3:] for item in found if isinstance(item, Skipped)}
    assert said >= set(FILES)


# ---------------------------------------------------------------- WARC


def unchunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:half], body[half:]))
    return parts + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (unchunked(page()), "Transfer-Encoding: chunked\r\n"),
        (page(), "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(page()), "Content-Encoding: gzip\r\n"),
        (page(), "Content-Encoding: gzip\r\n"),
        (zlib.compress(page()), "Content-Encoding: deflate\r\n"),
        (zlib.compress(page())[2:-4], "Content-Encoding: deflate\r\n"),
        (
            unchunked(gzip.compress(page())),
            "Transfer-Encoding: chunked\r\ncontent-encoding: gzip\r\n",
        ),
        (page(), ""),
    ],
)
def test_answers_are_unpacked(tmp_path: Path, given: bytes, fields: str) -> None:
    kind = "Content-Type: text/html; charset=utf-8\r\n" if fields else ""
    held = record("response", answer(given, kind + fields), WARC_Target_URI="https://a.example/1")
    assert body(only(read(tmp_path, "a.warc", warc(held)))) == FULL


def test_the_encoding_the_server_named_counts(tmp_path: Path) -> None:
    given = page().decode().replace("Lerne", "Łerń").encode("iso-8859-2")
    held = answer(given, "Content-Type: text/html; charset=iso-8859-2\r\n")
    document = only(read(tmp_path, "a.warc", warc(record("response", held))))
    assert "Łerń" in document.text


def test_pages_take_their_address(tmp_path: Path) -> None:
    two = page().replace(b"4,000", b"5,000")
    found = documents(read(tmp_path, "a.warc.gz", warc(response(), response(two, 2), packed=True)))
    assert [d.id for d in found] == [f"https://www.ferrypost.example/n/{n}" for n in (1, 2)]
    assert [d.url for d in found] == [d.id for d in found]
    assert found[0].metadata["fetched"] == "2019-05-07T00:00:00Z"


def test_an_address_elsewhere_is_not_taken_for_the_page_s_own(tmp_path: Path) -> None:
    link = b'<link rel="canonical" href="https://coast.example/n/9"></head>'
    document = only(read(tmp_path, "a.warc", warc(response(page().replace(b"</head>", link)))))
    assert document.url == "https://www.ferrypost.example/n/1"
    assert document.metadata["claimed_url"] == "https://coast.example/n/9"


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    others = [
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", answer(b"x", "Content-Type: image/png\r\n")),
        record("response", answer(b"x", "Content-Type: image/png\r\n")),
        record("response", answer(b"x", status="404 Not Found")),
        record("response", b"NNTP", Content_Type="x"),
        record("revisit", b""),
    ]
    found = read(tmp_path, "a.warc", warc(*others, response()))
    assert len(documents(found)) == 1
    assert reasons(found) == [
        "answers that are no page: 2 image/png, 1 not of the web, 1 with status 404"
    ]


def test_converted_text_and_resources_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "a.warc",
        warc(
            record("conversion", BODY.encode(), Content_Type="text/plain"),
            record(
                "resource", page(), Content_Type="text/html", WARC_Target_URI="https://a.example/"
            ),
        ),
    )
    assert [body(d).startswith(ONE) or d.text == BODY for d in documents(found)] == [True, True]


MEDIA_CLOUD = {
    "Content_Type": "application/x.mediacloud-indexer+json",
    "WARC_Refers_To": "<urn:r:1>",
}


def told(**content: object) -> bytes:
    given = {
        "rss_entry": {"pub_date": "Mon, 06 May 2019 08:30:00 GMT"},
        "content_metadata": content,
    }
    return record("metadata", json.dumps(given).encode(), **MEDIA_CLOUD)


def test_media_cloud_fills_in(tmp_path: Path) -> None:
    document = only(
        read(tmp_path, "a.warc", warc(response(), told(publication_date="2019-05-06", url=7)))
    )
    assert document.published_at.value == "2019-05-06"
    document = only(read(tmp_path, "a.warc", warc(response(), told())))
    assert document.published_at.value == "2019-05-06T08:30+00:00"


def test_media_cloud_gives_the_text_of_a_page_without_one(tmp_path: Path) -> None:
    empty = response(b"<!doctype html><html></html>")
    found = read(tmp_path, "a.warc", warc(empty, told(text_content=BODY, article_title=TITLE)))
    document = only(found)
    assert (body(document), document.title and document.title.text) == (BODY, TITLE)
    assert "without a main text" in reasons(read(tmp_path, "b.warc", warc(empty, told())))[0]


def test_metadata_of_another_page_changes_nothing(tmp_path: Path) -> None:
    other = told(publication_date="2019-05-06").replace(b"urn:r:1>\r\nContent-Type", b"", 1)
    other = other.replace(b"WARC-Refers-To: <urn:r:1>", b"WARC-Refers-To: <urn:r:9>")
    assert only(read(tmp_path, "a.warc", warc(response(), other))).published_at.value is None


@pytest.mark.parametrize(
    ("data", "kept", "said"),
    [
        (b"", 0, "no WARC record"),
        (b"nothing\n" * 9, 0, "no WARC record"),
        (warc(response())[:-200], 0, "the file ends in this record"),
        (warc(response(), response(page() + b" ", 2))[:-300], 1, "the file ends in this record"),
        (warc(response(), packed=True)[:-40], 0, "can't be read on"),
        (b"\x1f\x8b\x08junk", 0, "can't be read on"),
        (warc(record("response", b"HTTP/")), 0, "with status 0"),
        (warc(record("response", answer(gzip.compress(b"x")[:-9], GZIPPED))),
         0, "its gzip ends too soon"),
        (warc(record("response", answer(b"\x1f\x8bxxxxxxxxxxxxx", GZIPPED))),
         0, "not sound gzip"),
        (warc(record("response", answer(b"x", "Content-Type: text/html\r\nContent-Encoding: br\r\n"))),
         0, "packed as 'br', which is not read"),
        (warc(record("response", answer(b"", "Content-Type: text/html\r\n"))), 0, "empty"),
        (warc(record("response", b"x", Content_Length="many")), 0, "not of the web"),
    ],
)  # fmt: skip
def test_broken_web_archives(tmp_path: Path, data: bytes, kept: int, said: str) -> None:
    found = read(tmp_path, "a.warc", data)
    assert len(documents(found)) == kept
    assert said in " ".join(reasons(found))


@pytest.mark.parametrize("length", ["999999999999999", "x", "-1", "3"])
def test_a_wrong_length_costs_no_other_record(tmp_path: Path, length: str) -> None:
    bad = record("response", answer(page()), Content_Length=length)
    found = read(tmp_path, "a.warc", warc(bad, response()))
    assert [d.id for d in documents(found)] == ["https://www.ferrypost.example/n/1"]


def test_web_archives_keep_to_limits(tmp_path: Path) -> None:
    large = response(page() + b"<!--" + b"x" * 90_000 + b"-->", 2)
    data = warc(large, response(), packed=True)
    found = read(tmp_path, "a.warc.gz", data, max_document_bytes=50_000)
    assert [d.id for d in documents(found)] == ["https://www.ferrypost.example/n/1"]
    assert "more than 50000 bytes" in reasons(found)[0]
    found = read(tmp_path, "a.warc.gz", data, max_archive_bytes=20_000)
    assert documents(found) == []
    bomb = answer(gzip.compress(b"x" * 5_000_000), GZIPPED)
    found = read(tmp_path, "b.warc", warc(record("response", bomb)), max_document_bytes=100_000)
    assert "more than 100000 bytes unpacked" in reasons(found)[0]


def test_very_many_bad_pages_are_counted(tmp_path: Path) -> None:
    bad = [response(b"<!doctype html><html></html>", n) for n in range(30)]
    said = reasons(read(tmp_path, "a.warc", warc(*bad)))
    assert len(said) <= 22
    assert said[-1] == "10 more pages that hold no report"


def test_a_wacz_without_records(tmp_path: Path) -> None:
    assert "no WARC file in it" in reasons(read(tmp_path, "a.wacz", archive({"x": b""})))[0]
    assert "not a sound zip" in reasons(read(tmp_path, "a.wacz", b"PK"))[0]


# ---------------------------------------------------------------- zip


def ids(found: list[Document | Skipped]) -> list[str]:
    return [item.id if isinstance(item, Document) else f"!{item.document}" for item in found]


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    inner = archive({"deep/c.txt": TWO.encode()})
    files = {
        "b.txt": ONE.encode(),
        "a/f.rss": FILES["feed.rss"],
        "x.zip": inner,
        "z.png": b"",
        ".hidden": b"",
        "__MACOSX/b.txt": b"x",
        "data.json": b"{}",
    }
    found = read(tmp_path, "r.zip", archive(files))
    assert ids(found) == [
        "fp-1", "r.zip/b.txt", "!r.zip/data.json", "r.zip/x.zip/deep/c.txt", "!r.zip/z.png",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/abs/a.txt", "abs/a.txt"),
        ("C:\\x\\a.txt", "x/a.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("./a//b.txt", "a/b.txt"),
        ("..", ""),
        ("\ud800.txt", "?.txt"),
    ],
)
def test_names_in_archives_are_clean(name: str, told: str) -> None:
    assert clean(name) == told


def nested(times: int) -> bytes:
    data = archive({"a.txt": ONE.encode()})
    for _ in range(times):
        data = archive({"n.zip": data})
    return data


@pytest.mark.parametrize("name", ["", "..", "///."])
def test_a_member_without_a_name_is_said(tmp_path: Path, name: str) -> None:
    data = archive({"x" * len(name) + "y.txt": BODY.encode(), "b.txt": BODY.encode()})
    data = data.replace(b"x" * len(name) + b"y.txt", name.encode().ljust(len(name) + 5, b"\0"))
    found = read(tmp_path, "reports.zip", data)
    assert [d.id for d in documents(found)] == ["reports.zip/b.txt"]
    assert len(reasons(found)) == 1


def test_archives_in_archives_end(tmp_path: Path) -> None:
    assert len(documents(read(tmp_path, "a.zip", nested(1)))) == 1
    (said,) = reasons(read(tmp_path, "b.zip", nested(2)))
    assert said == "an archive more than 2 deep in others; unpack it"


def test_bombs_are_refused_by_what_is_unpacked(tmp_path: Path) -> None:
    data = archive({"a.txt": b"a" * 3_000_000, "b.txt": ONE.encode()})
    found = read(tmp_path, "a.zip", data, max_document_bytes=100_000)
    assert ids(found) == ["!a.zip/a.txt", "a.zip/b.txt"]
    many = archive({f"{n}.txt": b"a " * 50_000 for n in range(30)})
    found = read(tmp_path, "m.zip", many, max_archive_bytes=1_000_000)
    assert len(documents(found)) == 10
    assert "more than 1000000 bytes unpacked; the rest is not read" in reasons(found)[-1]
    inner = archive({"m.zip": many, "z.txt": b"a"})
    assert len(documents(read(tmp_path, "i.zip", inner, max_archive_bytes=1_000_000))) == 10
    said = reasons(read(tmp_path, "m.zip", many, max_archive_members=10))
    assert said == ["more than 10 members; unpack it and name the folder"]


def forged(size: int) -> bytes:
    """Return an archive that says its member is `size` bytes long."""
    data = bytearray(archive({"a.txt": b"a" * 200_000}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.index(mark) + at
        data[place : place + 4] = size.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "not a sound zip archive"),
        (FILES["reports.zip"][:-30], "not a sound zip archive"),
        (archive({}), "an empty archive"),
        (archive({".x": b""}), "an empty archive"),
        (FILES["reports.zip"].replace(b"a.txt", b"b.txt", 1), "can't be unpacked"),
        (archive({"a.txt": b""}), "empty"),
        (forged(5), "can't be unpacked"),
    ],
)
def test_broken_archives(tmp_path: Path, data: bytes, said: str) -> None:
    (reason,) = reasons(read(tmp_path, "r.zip", data))
    assert said in reason


def test_packings_without_a_bound_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.txt", b"a" * 10_000)
    assert "packed in a way that is not read" in reasons(read(tmp_path, "r.zip", out.getvalue()))[0]
    assert bz2.compress(b"a")  # the other one that zip allows


def test_a_locked_member_is_said(tmp_path: Path) -> None:
    data = bytearray(FILES["reports.zip"])
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in reasons(read(tmp_path, "r.zip", bytes(data)))[0]


# ---------------------------------------------------------------- mail


def test_mail(tmp_path: Path) -> None:
    document = only(read(tmp_path, "m.eml", mail()))
    assert document.title is not None
    assert (document.title.text, body(document)) == (TITLE, BODY)
    assert (document.outlet, document.language) == ("The Ferry Post", "en")
    assert document.published_at.value == "2019-05-06T10:30:00+02:00"
    assert document.metadata["guid"] == "a1@ferrypost.example"


def test_the_marked_up_body_where_the_plain_one_is_a_stub(tmp_path: Path) -> None:
    marked = f"<style>p{{}}</style><div style='display:none'>Peek</div><table><tr><td>{HTML}</td></tr></table>"
    assert body(only(read(tmp_path, "m.eml", mail("View in your browser", marked)))) == BODY
    assert body(only(read(tmp_path, "m.eml", mail(BODY, marked)))) == BODY


def test_what_mail_programs_add_is_no_prose(tmp_path: Path) -> None:
    plain = f"View this email in your browser\n\n{BODY}\n\nYou are receiving this email because you asked."
    document = only(read(tmp_path, "m.eml", mail(plain)))
    prose = [document.text[b.start : b.end] for b in document.prose()]
    assert prose == [TITLE, ONE, TWO]


def test_encoded_fields_are_read(tmp_path: Path) -> None:
    data = mail().replace(
        f"Subject: {TITLE}".encode(),
        b"Subject: =?utf-8?q?Caf=C3=A9_closed?=\n =?utf-8?b?IG9uIE1vbmRheQ==?=",
    )
    document = only(read(tmp_path, "m.eml", data))
    assert document.title is not None
    assert document.title.text == "Café closed on Monday"


def test_attachments_are_named_and_not_read(tmp_path: Path) -> None:
    from email import message_from_bytes, policy

    message = message_from_bytes(mail(), policy=policy.default)
    message.add_attachment(b"Other words.", maintype="text", subtype="plain", filename="x.txt")
    document = only(read(tmp_path, "m.eml", message.as_bytes()))
    assert document.metadata["attachments"] == ["x.txt"]
    assert "Other words" not in document.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Just words\nof a text", "does not start with header fields"),
        (b"Subject: x\n\n", "a mail without a text"),
        (b"Subject: x\nContent-Type: image/png\n\nxx", "a mail without a text"),
        (b"A: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--", "without a text"),
        (b"A: b\nContent-Type: multipart/mixed\n\n--b", "without a text"),
        (b"A: b\nContent-Type: text/html\n\n<p></p>", "without a text"),
    ],
)
def test_broken_mails(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in reasons(read(tmp_path, "m.eml", data))[0]


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?x-none?b?!!!?=\nContent-Type: text/plain; charset=x-none\n",
        b"From: <<>>@@,;:\nDate: yesterday\nContent-Type: text/plain; charset*=''%\n",
        b"Content-Transfer-Encoding: base64x\nContent-Type: ;;=\n",
        b"Content-Disposition: ;filename*=x'\xff'%%\nSubject: \xff\xfe\n",
    ],
)
def test_odd_heads_lose_no_text(tmp_path: Path, head: bytes) -> None:
    assert ONE in only(read(tmp_path, "m.eml", head + b"\n" + ONE.encode())).text


def test_mails_in_mails_end(tmp_path: Path) -> None:
    data = BODY.encode()
    for n in range(300):
        mark = b"b%d" % n
        kind = b"Content-Type: multipart/mixed; boundary=%s\n\n--%s\n" % (mark, mark)
        data = kind + data + b"\n--" + mark + b"--\n"
    (said,) = reasons(read(tmp_path, "m.eml", b"A: b\n" + data))
    assert "mail" in said


# ---------------------------------------------------------------- Word and PDF


def test_docx(tmp_path: Path) -> None:
    document = only(read(tmp_path, "d.docx", docx()))
    assert document.title is not None
    assert (document.title.text, body(document)) == (TITLE, BODY)
    assert document.metadata["author"] == "Jo Park"
    assert document.published_at.value is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "not a sound Word document"),
        (archive({"a": b""}), "it has no main part"),
        (archive({"word/document.xml": b"w"}), "no XML can be read"),
        (archive({"word/document.xml": b"<d><p><t>One.</t></p>"}), "the document's XML is broken"),
        (archive({"word/document.xml": b"<d/>"}), "a document without text"),
        (archive({"word/document.xml": b'<!DOCTYPE d [<!ENTITY a "b">]><d/>'}), "declares a DTD"),
    ],
)
def test_broken_docx(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in reasons(read(tmp_path, "d.docx", data))[0]


def test_docx_keeps_to_the_limit(tmp_path: Path) -> None:
    data = docx("a" * 2_000_000)
    assert (
        "more than 100000" in reasons(read(tmp_path, "d.docx", data, max_document_bytes=100_000))[0]
    )


def test_pdf(tmp_path: Path) -> None:
    document = only(read(tmp_path, "d.pdf", pdf()))
    assert document.text.split("\n") == [TITLE, ONE, TWO]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF", "not a sound PDF file"),
        (b"", "not a sound PDF file"),
        (pdf(" "), "without text (scanned pages"),
        (pdf()[:300], "not a sound PDF file"),
    ],
)
def test_broken_pdf(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in reasons(read(tmp_path, "d.pdf", data))[0]


def test_what_the_pdf_parser_finds_odd_is_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    path.write_bytes(b"%PDF junk")
    code = f"from crosswire.stages.acquire.sources import acquire; list(acquire([{str(path)!r}]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_pdf_without_the_extra_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert reasons(read(tmp_path, "d.pdf", pdf())) == [
        'PDF files need an extra part of Crosswire: pip install "crosswire[pdf]"'
    ]


def test_standard_input_takes_every_kind() -> None:
    for name in ("feed.rss", "note.docx", "pages.warc", "reports.zip", "pages.wacz", "feed.json"):
        found = list(acquire(["-"], AcquireOptions(stdin=io.BytesIO(FILES[name]))))
        assert ONE in only(found).text, name
