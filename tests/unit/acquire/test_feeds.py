"""RSS, Atom and JSON Feed saved as files: whose report each entry is, its full text, its time, and what is broken."""

import json
from pathlib import Path

import pytest
from tests.unit.acquire.formats import (
    BODY,
    HTML,
    JSON_FEED,
    ONE,
    TITLE,
    TWO,
    atom,
    body,
    documents,
    entry,
    item,
    only,
    read,
    reasons,
    rss,
)


def test_full_content_comes_before_the_teaser(tmp_path: Path) -> None:
    full = f"<content:encoded><![CDATA[{HTML}<script>x()</script>]]></content:encoded>"
    document = only(read(tmp_path, "f.rss", rss(item(inside=full))))
    assert body(document) == BODY
    assert document.title is not None
    assert document.title.text == TITLE
    assert document.metadata["description"] == ONE


def test_a_teaser_alone_is_a_short_report(tmp_path: Path) -> None:
    document = only(read(tmp_path, "f.xml", rss(item())))
    assert body(document) == ONE
    assert (document.id, document.metadata["guid"]) == ("fp-1", "fp-1")
    assert document.url == "https://www.ferrypost.example/n/1"
    assert (document.outlet, document.language) == ("Ferry Post", "en")
    assert document.published_at.value == "2019-05-06T10:30:00+02:00"
    assert document.published_at.known_from == "metadata"


@pytest.mark.parametrize(
    ("inside", "outlet"),
    [
        ('<source url="https://coast.example/rss">Coast Daily</source>', "Coast Daily"),
        ('<source url="https://coast.example/rss"/>', "coast.example"),
        ("<dc:publisher>Coast Daily</dc:publisher>", "Coast Daily"),
    ],
)
def test_the_source_of_an_entry_is_its_outlet(tmp_path: Path, inside: str, outlet: str) -> None:
    assert only(read(tmp_path, "f.rss", rss(item(inside=inside)))).outlet == outlet


def test_an_aggregator_is_no_outlet(tmp_path: Path) -> None:
    channel = "<title>All News</title><link>https://all.example/</link>"
    assert only(read(tmp_path, "f.rss", rss(item(), channel=channel))).outlet == "ferrypost.example"


def test_a_section_is_no_outlet(tmp_path: Path) -> None:
    channel = "<title>World news | Ferry Post</title><link>https://ferrypost.example/world</link>"
    assert only(read(tmp_path, "f.rss", rss(item(), channel=channel))).outlet == "ferrypost.example"


def test_the_outlet_at_the_end_of_a_headline_is_taken_off(tmp_path: Path) -> None:
    given = item(inside='<source url="https://coast.example/">Coast Daily</source>')
    given = given.replace(TITLE, f"{TITLE} - Coast Daily")
    document = only(read(tmp_path, "f.rss", rss(given)))
    assert document.title is not None
    assert document.title.text == TITLE


def test_authors_are_names_not_addresses(tmp_path: Path) -> None:
    inside = "<author>jo@ferrypost.example (Jo Park)</author><dc:creator>Ana Bell</dc:creator>"
    assert only(read(tmp_path, "f.rss", rss(item(inside=inside)))).metadata["author"] == (
        "Ana Bell, Jo Park"
    )


def test_a_headline_without_text_is_said_with_its_address(tmp_path: Path) -> None:
    linked = f'&lt;a href="x"&gt;{TITLE}&lt;/a&gt; Ferry Post'
    (said,) = reasons(read(tmp_path, "f.rss", rss(item(description=linked))))
    assert said == "a headline without text; follow its address: https://www.ferrypost.example/n/1"


@pytest.mark.parametrize("between", ["", " "])
def test_the_line_that_feed_writers_add_is_left_out(tmp_path: Path, between: str) -> None:
    plug = f"The post &lt;a href='x'&gt;{TITLE}&lt;/a&gt; appeared first on Ferry Post."
    given = f"{ONE}{between or '&lt;p&gt;'}{plug}"
    assert body(only(read(tmp_path, "f.rss", rss(item(description=given))))) == ONE


def test_a_post_that_appeared_elsewhere_stays_in_the_text(tmp_path: Path) -> None:
    given = f"The post appeared first on Monday, she said.&lt;p&gt;{ONE}"
    assert body(only(read(tmp_path, "f.rss", rss(item(description=given))))).endswith(ONE)


def test_an_agency_as_author_is_the_agency(tmp_path: Path) -> None:
    inside = "<dc:creator>Reuters</dc:creator>"
    assert only(read(tmp_path, "f.rss", rss(item(inside=inside)))).agency == "Reuters"
    inside = "<dc:creator>Jo Reuters Park</dc:creator>"
    assert only(read(tmp_path, "f.rss", rss(item(inside=inside)))).agency is None


def test_media_descriptions_are_no_text(tmp_path: Path) -> None:
    inside = f"<media:description>{TWO} And more of what the picture shows.</media:description>"
    assert body(only(read(tmp_path, "f.rss", rss(item(inside=inside))))) == ONE


@pytest.mark.parametrize(
    "content",
    [
        f'<content type="html"><![CDATA[{HTML}]]></content>',
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>',
        f'<content type="text">{ONE}\n\n{TWO}</content>',
        f'<summary>{ONE}</summary><content type="html"><![CDATA[{HTML}]]></content>',
    ],
)
def test_atom_content_of_every_type(tmp_path: Path, content: str) -> None:
    document = only(read(tmp_path, "f.atom", atom(entry(content))))
    assert body(document) == BODY
    assert document.published_at.value == "2019-05-06T12:00:00+02:00"
    assert document.language == "en"


def test_atom_published_comes_before_updated(tmp_path: Path) -> None:
    inside = f"<published>2019-05-06T09:00:00Z</published><summary>{ONE}</summary>"
    document = only(read(tmp_path, "f.atom", atom(entry(inside))))
    assert document.published_at.value == "2019-05-06T09:00:00+00:00"
    assert document.metadata["updated"] == "2019-05-06T12:00:00+02:00"


def test_atom_source_is_the_outlet_and_its_author_counts(tmp_path: Path) -> None:
    source = "<source><title>Coast Daily</title><author><name>Jo Park</name></author></source>"
    document = only(read(tmp_path, "f.atom", atom(entry(f"{source}<summary>{ONE}</summary>"))))
    assert document.outlet == "Coast Daily"
    assert document.metadata["author"] == "Jo Park"


def test_a_deleted_entry_is_said(tmp_path: Path) -> None:
    gone = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:fp:9"/>'
    found = read(tmp_path, "f.atom", atom(gone, entry(f"<summary>{ONE}</summary>")))
    assert reasons(found) == ["withdrawn by the feed (deleted-entry)"]
    assert len(documents(found)) == 1


def test_rdf_is_read(tmp_path: Path) -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ferry Post</title>'
        f"<link>https://www.ferrypost.example/</link></channel><item><title>{TITLE}</title>"
        f"<link>https://www.ferrypost.example/n/1</link><description>{ONE}</description>"
        "<dc:date>2019-05-06T10:30:00+02:00</dc:date></item></rdf:RDF>"
    )
    document = only(read(tmp_path, "f.rdf", text))
    assert document.published_at.value == "2019-05-06T10:30:00+02:00"
    assert document.outlet == "Ferry Post"


def test_the_same_entry_in_two_snapshots_is_kept_once(tmp_path: Path) -> None:
    found = read(tmp_path, "f.rss", rss(item(), item(), item(description=TWO)))
    assert [d.id for d in documents(found)] == ["fp-1", "fp-1~2"]
    assert reasons(found) == ["same document twice: same id and same text as before"]


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("Cost &amp;pound;9m &amp;amp; more, the harbour office said.", "Cost £9m & more"),
        ("Bell & Sons own it, R&D; and all, the harbour office said.", "Bell & Sons own it, R&D;"),
        ("A&nbsp;barge &hellip; &copy; struck it, the harbour office said.", "A barge … © struck"),
        (
            "A barge\x0b\x01 struck&#0; it&#x1f; on Monday, they said.",
            "A barge struck\ufffd it\ufffd",
        ),
    ],
)
def test_common_slips_are_mended(tmp_path: Path, given: str, read_as: str) -> None:
    assert body(only(read(tmp_path, "f.rss", rss(item(description=given))))).startswith(read_as)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_feed_in_the_encoding_it_names(tmp_path: Path, encoding: str) -> None:
    text = rss(item(description="Zoë Müller closed the café on Monday, she said."))
    data = text.replace("UTF-8", encoding).encode(encoding)
    assert body(only(read(tmp_path, "f.rss", data))).startswith("Zoë Müller closed the café")


def test_what_stands_before_a_break_is_kept(tmp_path: Path) -> None:
    items = [item(n, description=f"{n} boats. {ONE}").replace("fp-1", f"fp-{n}") for n in range(9)]
    text = rss(*items).replace("fp-6<", "fp-6</b><")
    found = read(tmp_path, "f.rss", text)
    assert len(documents(found)) == 6
    (said,) = reasons(found)
    assert said.startswith("the feed breaks off after entry 6 (")


DTD = "<!DOCTYPE rss [{}]>"


@pytest.mark.parametrize(
    "prolog",
    [
        DTD.format('<!ENTITY a "b">'),
        DTD.format('<!ENTITY a SYSTEM "file:///etc/passwd">'),
        '<!DOCTYPE rss SYSTEM "a>b" [<!ENTITY a "b">]>',
        "<!DOCTYPE rss SYSTEM 'a><x' [<!ENTITY a 'b'>]>",
        "<!-- c --><?p i?>\n" + DTD.format('<!ENTITY % a SYSTEM "http://ferrypost.example/"> %a;'),
        DTD.format('<!ENTITY a "b">').replace("DOC", "DOC\x01"),
        DTD.format(""),
    ],
)
def test_a_dtd_is_refused(tmp_path: Path, prolog: str) -> None:
    text = rss(item(description="&a; " + ONE)).replace("?>", f"?>{prolog}", 1)
    (said,) = reasons(read(tmp_path, "f.rss", text))
    assert "declares a DTD or entities of its own" in said


def test_a_dtd_elsewhere_is_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "own.dtd").write_text('<!ENTITY a "loaded">')
    prolog = f'?><!DOCTYPE rss SYSTEM "{tmp_path}/own.dtd">'
    document = only(
        read(tmp_path, "f.rss", rss(item(description=f"&a; {ONE}")).replace("?>", prolog, 1))
    )
    assert "loaded" not in document.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rss(), "a feed without entries"),
        ("<rss><channel><item>", "breaks off after entry 0"),
        ("<?xml version='1.0'?>", "no XML can be read"),
        ("not XML", "no XML can be read"),
        ("<NewsML/>", "NewsML 1, an older format"),
        ("<svg/>", "XML of another kind (<svg>)"),
        (rss("<item/>"), "an entry without text"),
        (rss(item(description="")), "a headline without text"),
        ("<a>" * 5000, "XML of another kind"),
    ],
)
def test_what_is_no_feed_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert said in " ".join(reasons(read(tmp_path, "f.xml", text)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '<opml version="2.0"><body><outline text="a"><outline xmlUrl="https://a.example/f"/></outline>'
            '<outline xmlUrl="https://b.example/f"/><outline xmlUrl="javascript:x"/></body></opml>',
            "a list of 2 feeds (OPML), which holds no reports",
        ),
        (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc>'
            "</url></urlset>",
            "a sitemap of 1 page, which holds no reports",
        ),
        (
            "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>",
            "a sitemap of 1 further sitemap, which holds no reports",
        ),
    ],
)
def test_lists_hold_no_reports(tmp_path: Path, text: str, said: str) -> None:
    for name in ("list.opml", "list.xml"):
        assert said in reasons(read(tmp_path, name, text))[0]


# ---------------------------------------------------------------- JSON Feed


def feed(**fields: object) -> str:
    value = json.loads(JSON_FEED)
    value["items"][0].update(fields)
    return json.dumps(value)


def test_json_feed(tmp_path: Path) -> None:
    document = only(read(tmp_path, "f.json", JSON_FEED))
    assert body(document) == BODY
    assert (document.id, document.outlet, document.language) == ("fp-1", "Ferry Post", "en")
    assert document.published_at.value == "2019-05-06T10:30:00+02:00"
    assert document.metadata["author"] == "Jo Park"


def test_json_feed_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    read(tmp_path / "in", "f.json", JSON_FEED)
    (tmp_path / "in" / "other.json").write_text('{"a": 1}')
    from crosswire.stages.acquire.sources import acquire

    found = list(acquire([str(tmp_path / "in")]))
    assert [d.id for d in documents(found)] == ["fp-1"]
    assert "neither JSON Feed nor ninjs" in reasons(found)[0]


@pytest.mark.parametrize(
    ("fields", "outlet"),
    [
        ({"external_url": "https://coast.example/1"}, "ferrypost.example"),
        ({"url": "https://coast.example/1"}, "coast.example"),
        ({"id": 7}, "Ferry Post"),
    ],
)
def test_json_feed_outlets(tmp_path: Path, fields: dict[str, object], outlet: str) -> None:
    assert only(read(tmp_path, "f.json", feed(**fields))).outlet == outlet


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"content_html": 5, "summary": None}, "an item without text"),
        ({"content_html": "<p> </p>", "summary": ""}, "an item without text"),
    ],
)
def test_json_feed_items_without_text(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    assert said in reasons(read(tmp_path, "f.json", feed(**fields)))[0]


def test_broken_json_feeds(tmp_path: Path) -> None:
    start = '{"version": "https://jsonfeed.org/version/1", "items": '
    assert "without items" in reasons(read(tmp_path, "f.json", start + "[]}"))[0]
    assert "no object" in reasons(read(tmp_path, "f.json", start + "[7]}"))[0]
