"""ninjs and NewsML-G2: the text and nothing but the text, and what the agency says may be used."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.acquire.formats import (
    BODY,
    HTML,
    ONE,
    TITLE,
    TWO,
    body,
    documents,
    newsml,
    ninjs,
    only,
    read,
    reasons,
)

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.wire import kills, refusal

NOW = datetime(2019, 5, 6, 12, 0, tzinfo=UTC)
NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def newsml_in(tmp_path: Path, text: str) -> list[Document | Skipped]:
    return read(tmp_path, "item.xml", text, now=NOW)


# ---------------------------------------------------------------- the common rules


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, ""),
        ("usable", ""),
        ("stat:usable", ""),
        ("canceled", "canceled by the agency"),
        ("stat:canceled", "canceled by the agency"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", "canceled by the agency"),
        ("Cancelled", "canceled by the agency"),
        ("stat:withheld", "withheld by the agency"),
        ("stat:draft", "status 'draft', which is not usable"),
    ],
)
def test_only_usable_items_are_used(status: str | None, said: str) -> None:
    assert refusal(status, None, [], AcquireOptions(now=NOW)) == said


@pytest.mark.parametrize(
    ("embargo", "held"),
    [
        ("2019-05-06T14:00:00+02:00", False),
        ("2019-05-06T14:00:01+02:00", True),
        ("2019-05-06T11:59:59Z", False),
        ("2019-05-06T11:00:00", True),  # no zone: over here, and not over in the west
        ("2019-05-05T23:00:00", False),
        ("2019-05-06T00:00:00Z", False),
        ("2019-05-07T00:00:00Z", True),
        ("Mon, 06 May 2019 13:00:00 GMT", True),
        ("2019-05-06", True),
        ("2019-05-05", False),
        ("", True),
        ("after the vote", True),
    ],
)
def test_an_embargo_holds_until_it_is_over_everywhere(embargo: str, held: bool) -> None:
    said = refusal(None, embargo, [], AcquireOptions(now=NOW))
    assert said.startswith("under embargo") is held
    assert bool(said) is held


@pytest.mark.parametrize(
    ("note", "killed"),
    [
        ("MANDATORY KILL", True),
        ("Editors: please kill this story, the harbour office denies it.", True),
        ("EDS: Kill. A substitute follows", True),
        ("ATTENTION EDITORS - STORY WITHDRAWN", True),
        ("Kill the third paragraph", False),
        ("EDS: withdraw photo 3", False),
        ("Corrects the number of boats in paragraph 2", False),
        ("Updates with the toll; two were killed", False),
        ("", False),
        ("note " * 100, False),
    ],
)
def test_notes_that_kill(note: str, killed: bool) -> None:
    assert kills(note) is killed


# ---------------------------------------------------------------- NewsML-G2


def test_newsml(tmp_path: Path) -> None:
    document = only(newsml_in(tmp_path, newsml()))
    assert body(document) == BODY
    assert document.title is not None
    assert document.title.text == TITLE
    assert (document.id, document.metadata["version"]) == ("urn:lerne:7", "2")
    assert (document.outlet, document.language) == ("Lerne News Agency", "en")
    assert document.metadata["author"] == "Jo Park"
    assert document.published_at.value == "2019-05-06T10:30:00+02:00"
    assert "PIER-STRIKE" not in document.text
    assert document.metadata["slugline"] == "PIER-STRIKE"


def test_a_known_provider_is_the_agency(tmp_path: Path) -> None:
    text = newsml().replace("Lerne News Agency", "Reuters")
    assert only(newsml_in(tmp_path, text)).agency == "Reuters"


@pytest.mark.parametrize(
    "content",
    [
        f"<inlineData contenttype='text/plain'>PIER-STRIKE\n\n{BODY}</inlineData>",
        f"<inlineData contenttype='text/html'><![CDATA[{HTML}]]></inlineData>",
        f"<inlineXML contenttype='application/nitf+xml'><nitf xmlns=''><body><body.head><hedline><hl1>No</hl1>"
        f"</hedline></body.head><body.content><block>{HTML}<media><caption>No</caption></media></block>"
        "</body.content></body></nitf></inlineXML>",
        f"<remoteContent href='a.jpg'/><inlineXML><html><body>{HTML}</body></html></inlineXML>",
    ],
)
def test_newsml_content_of_every_kind(tmp_path: Path, content: str) -> None:
    assert body(only(newsml_in(tmp_path, newsml(content)))) == BODY


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "canceled by the agency (version 2)"),
        ('<pubStatus qcode="stat:withheld"/>', "withheld by the agency (version 2)"),
        ("<embargoed>2019-05-07T00:00:01Z</embargoed>", "under embargo until 2019-05-07T00:00:01Z"),
        ("<embargoed/>", "under embargo, no end given"),
        ("<edNote>MANDATORY KILL</edNote>", 'withdrawn by the agency\'s note: "MANDATORY KILL"'),
    ],
)
def test_newsml_that_may_not_be_used(tmp_path: Path, meta: str, said: str) -> None:
    (reason,) = reasons(newsml_in(tmp_path, newsml(meta=meta)))
    assert reason.startswith(said)


def test_a_correction_is_read_with_its_note(tmp_path: Path) -> None:
    meta = '<edNote>Corrects the pier.</edNote><signal qcode="sig:correction"/>'
    document = only(newsml_in(tmp_path, newsml(meta=meta)))
    assert document.metadata["ednote"] == "Corrects the pier."
    assert document.metadata["signals"] == ["correction"]
    assert "Corrects" not in document.text


def test_a_message_of_many_items(tmp_path: Path) -> None:
    items = [
        newsml().replace("lerne:7", "lerne:1"),
        newsml("<remoteContent href='x.jpg'/>").replace("lerne:7", "lerne:2"),
        f"<packageItem {NS} guid='urn:lerne:3'/>",
        newsml(meta='<pubStatus qcode="stat:canceled"/>').replace("lerne:7", "lerne:4"),
        newsml("").replace("lerne:7", "lerne:5").replace(ONE, TWO),
        newsml("<inlineXML/>").replace("lerne:7", "lerne:6"),
    ]
    text = f"<newsMessage {NS}><header/><itemSet>{''.join(items)}</itemSet></newsMessage>"
    found = newsml_in(tmp_path, text)
    assert [d.id for d in documents(found)] == ["urn:lerne:1", "urn:lerne:5"]
    assert [r[:30] for r in reasons(found)] == [
        "its content is in another file",
        "a packageItem, which holds no ",
        "canceled by the agency (versio",
        "an item without a text (text);",
    ]


def test_two_versions_are_two_documents(tmp_path: Path) -> None:
    items = newsml(version=1) + newsml(version=2).replace(TWO, f"{TWO} So it said.")
    text = f"<newsMessage {NS}><itemSet>{items}</itemSet></newsMessage>"
    found = documents(newsml_in(tmp_path, text))
    assert [(d.id, d.metadata["guid"], d.metadata["version"]) for d in found] == [
        ("urn:lerne:7", "urn:lerne:7", "1"),
        ("urn:lerne:7~2", "urn:lerne:7", "2"),
    ]


def test_a_broken_message_keeps_what_is_whole(tmp_path: Path) -> None:
    text = f"<newsMessage {NS}><itemSet>{newsml()}{newsml()[:-30]}"
    found = newsml_in(tmp_path, text)
    assert len(documents(found)) == 1
    assert reasons(found)[0].startswith("the XML breaks off after item 1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<newsMessage {NS}><itemSet/></newsMessage>", "a news message without items"),
        (f"<newsItem {NS}/>", "an item without a text"),
        (f"<newsItem {NS}><contentSet/></newsItem>", "an item without a text"),
        (f"<conceptItem {NS} guid='c'/>", "a conceptItem, which holds no report"),
    ],
)
def test_newsml_without_reports(tmp_path: Path, text: str, said: str) -> None:
    assert said in reasons(newsml_in(tmp_path, text))[0]


# ---------------------------------------------------------------- ninjs


def ninjs_in(tmp_path: Path, *items: dict[str, object]) -> list[Document | Skipped]:
    value = items[0] if len(items) == 1 else list(items)
    return read(tmp_path, "n.json", json.dumps(value), now=NOW)


def test_ninjs(tmp_path: Path) -> None:
    document = only(ninjs_in(tmp_path, ninjs()))
    assert body(document) == BODY
    assert document.title is not None
    assert document.title.text == TITLE
    assert (document.id, document.metadata["version"]) == ("urn:lerne:8", "3")
    assert (document.outlet, document.language) == ("Lerne News Agency", "en")
    assert document.published_at.value == "2019-05-06T08:30:00+00:00"
    assert "PIER-STRIKE" not in document.text


TWO_POINT = {
    "body_html": None,
    "headline": None,
    "provider": None,
    "headlines": [{"role": "short", "value": "Short"}, {"role": "main", "value": TITLE}],
    "bodies": [
        {"role": "caption", "value": "No"},
        {"role": "main", "contenttype": "text/html", "value": HTML},
    ],
    "infosources": [{"name": "Lerne News Agency"}],
}
THREE_POINT = {
    "uri": "urn:lerne:8",
    "pubStatus": "usable",
    "versionCreated": "2019-05-06T08:30:00Z",
    "headlines": [{"value": TITLE}],
    "bodies": [{"contentType": "text/plain", "value": BODY}],
    "provider": {"name": "Lerne News Agency"},
}


@pytest.mark.parametrize(
    "item",
    [
        ninjs(**TWO_POINT),
        THREE_POINT,
        ninjs(body_html=None, body_text=BODY),
        ninjs(body_html=None, body_text=f"PIER-STRIKE\n{BODY}"),
        ninjs(body_text="A plain one without its paragraphs."),
        ninjs(provider=None, source="Lerne News Agency"),
    ],
)
def test_ninjs_of_every_version(tmp_path: Path, item: dict[str, object]) -> None:
    document = only(ninjs_in(tmp_path, item))
    assert body(document) == BODY
    assert document.title is not None
    assert document.title.text == TITLE
    assert document.outlet == "Lerne News Agency"
    assert document.published_at.value == "2019-05-06T08:30:00+00:00"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"pubstatus": "canceled"}, "canceled by the agency (version 3)"),
        ({"pubstatus": "withheld"}, "withheld by the agency (version 3)"),
        ({"embargoed": "2019-05-08T00:00:00Z"}, "under embargo until 2019-05-08T00:00:00Z"),
        ({"ednote": "KILL. Wrong bridge."}, "withdrawn by the agency's note"),
        ({"type": "picture", "body_html": None}, "picture, no text"),
        ({"body_html": None}, "an item without a body"),
        ({"body_html": 7}, "an item without a body"),
        ({"body_html": "<script>x</script>"}, "an item without a body"),
    ],
)
def test_ninjs_that_is_no_report(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    assert reasons(ninjs_in(tmp_path, ninjs(**fields)))[0].startswith(said)


def test_a_list_of_ninjs(tmp_path: Path) -> None:
    found = ninjs_in(tmp_path, ninjs(), ninjs(pubstatus="canceled"), ninjs(uri="urn:lerne:9"))
    assert [d.id for d in found if isinstance(d, Document)] == ["urn:lerne:8", "urn:lerne:9"]
    assert reasons(found) == ["canceled by the agency (version 3)"]


@pytest.mark.parametrize(
    "field", ["headline", "provider", "language", "versioncreated", "byline", "version", "ednote"]
)
@pytest.mark.parametrize("value", [7, None, [], {}, [7], [[]], {"a": 1}, True, " "])
def test_fields_of_wrong_kinds_are_passed_over(tmp_path: Path, field: str, value: object) -> None:
    document = only(ninjs_in(tmp_path, ninjs(**{field: value})))
    assert body(document) == BODY
