"""What is new as text, Markdown and Atom: nothing of a report is markup, and a feed's rules hold (RFC 4287)."""

import re
from datetime import datetime

import pytest
from lxml import etree
from msgspec.structs import replace
from tests.mornings import FIRST, SECOND, state

from crosswire.errors import UsageError
from crosswire.model.change import Changes, Notice, State
from crosswire.stages.compare.states import compare
from crosswire.stages.render.atom import render_atom
from crosswire.stages.render.changes import (
    render_changes,
    render_changes_md,
    render_changes_terminal,
    said,
    summary,
)
from crosswire.stages.render.table import render

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def news() -> Changes:
    found = compare(state(FIRST), state(SECOND))
    return replace(found, until=State(revision=2, at="2031-05-03T09:00:00.123456Z", reports=3))


def test_text_says_every_line_with_words_and_marks_the_loud(news: Changes):
    text = render_changes_terminal(news, whole=True)
    flat = " ".join(text.split())
    for change in news.changes:
        assert " ".join(said(change).split()) in flat
    assert "! Orvale Post: changed silently" in text
    assert "[-12-]{+15+}" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "\x1b[" in render_changes_terminal(news, colour=True)


def test_long_lists_are_cut_and_say_so(news: Changes):
    (new,) = [c for c in news.changes if "inquiry" in c.text and c.kind == "point-new"]
    many = replace(
        news, changes=tuple(replace(new, id=f"n{n}", text=f"line {n}") for n in range(20))
    )
    assert "8 more (--all shows them)" in render_changes_terminal(many)
    assert "line 19" in render_changes_terminal(many, whole=True)


def test_nothing_new_says_so(news: Changes):
    none = replace(news, changes=(), versions=())
    assert "Nothing new." in render_changes_terminal(none)
    assert "Nothing new." in render_changes_md(none)
    assert summary(none) == "nothing new"


def test_markdown_marks_what_was_taken_out_and_put_in(news: Changes):
    text = render_changes_md(news)
    assert "~~12~~ **15** people" in text
    assert text.startswith("# ")


def test_an_unknown_format_is_refused_by_name(news: Changes):
    with pytest.raises(UsageError, match="terminal, json, md, atom"):
        render_changes(news, "docx")


HOSTILE = "<script>alert(1)</script> & ]]> \x00\x0b\ud800 \u202e[x](javascript:1) `a` **b**"


def laced(news: Changes) -> Changes:
    changes = tuple(
        replace(
            c,
            text=HOSTILE,
            speakers=(HOSTILE,),
            before=HOSTILE,
            evidence=tuple(replace(e, text=HOSTILE) for e in c.evidence),
        )
        for c in news.changes
        if c.kind in ("point-new", "figure-changed", "conflict-new")
    )
    changes = tuple(replace(c, after="asserted") for c in changes)
    reports = tuple(replace(r, outlet=HOSTILE, url="javascript:alert(1)") for r in news.reports)
    story = replace(news.story, title=HOSTILE)
    return replace(news, changes=changes, reports=reports, story=story)


def test_hostile_words_are_only_words(news: Changes):
    bad = laced(news)
    for text in (render_changes_terminal(bad), render_changes_md(bad)):
        assert "\x00" not in text
        assert "\u202e" not in text
    assert "<script>" not in render_changes_md(bad)
    feed = render_atom([bad])
    assert b"<script>" not in feed
    assert b"javascript:alert" not in feed
    assert_atom(feed)


# ---------------------------------------------------------------- RFC 4287

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_FEED = {"author": "+", "category": "*", "contributor": "*", "generator": "?", "icon": "?", "id": "1",
         "link": "*", "logo": "?", "rights": "?", "subtitle": "?", "title": "1", "updated": "1",
         "entry": "*"}  # fmt: skip
_ENTRY = {"author": "*", "category": "*", "content": "1", "contributor": "*", "id": "1", "link": "*",
          "published": "?", "rights": "?", "source": "?", "summary": "?", "title": "1",
          "updated": "1"}  # fmt: skip
_COUNTS = {"1": (1, 1), "?": (0, 1), "*": (0, 10**6), "+": (1, 10**6)}


def assert_atom(feed: bytes) -> etree._Element:
    """Hold a feed against the rules of RFC 4287 (sections 4.1 and 4.2): what stands where, how often, in what form."""
    root = etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == f"{ATOM}feed"
    assert_children(root, _FEED)
    for entry in root.iter(f"{ATOM}entry"):
        assert_children(entry, _ENTRY)
    ids = [e.findtext(f"{ATOM}id") for e in (root, *root.iter(f"{ATOM}entry"))]
    assert len(set(ids)) == len(ids)
    for name in ids:
        assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", name or ""), name
    for updated in root.iter(f"{ATOM}updated"):
        assert _DATE.fullmatch(updated.text or "")
        assert datetime.fromisoformat(updated.text)
    for person in root.iter(f"{ATOM}author"):
        assert (person.findtext(f"{ATOM}name") or "").strip()
    for link in root.iter(f"{ATOM}link"):
        assert link.get("href", "").startswith(("http://", "https://"))
        assert link.get("rel") in ("self", "related", "alternate")
    for category in root.iter(f"{ATOM}category"):
        assert category.get("term")
    for text in root.iter(f"{ATOM}title", f"{ATOM}content", f"{ATOM}subtitle"):
        assert text.get("type", "text") in ("text", "html")
        assert not len(text)
        assert (text.text or "").strip()
    return root


def assert_children(element: etree._Element, rules: dict[str, str]) -> None:
    names = [etree.QName(child).localname for child in element]
    assert set(names) <= set(rules), names
    for name, often in rules.items():
        low, high = _COUNTS[often]
        assert low <= names.count(name) <= high, name


def test_the_feed_keeps_the_rules(news: Changes):
    root = assert_atom(render_atom([news], url="https://desk.example/dam.atom"))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(news.changes)
    assert root.find(f"{ATOM}link").get("rel") == "self"
    assert root.findtext(f"{ATOM}updated") == "2031-05-03T09:00:00Z"
    assert any("15" in (e.findtext(f"{ATOM}content") or "") for e in entries)
    links = {link.get("href") for e in entries for link in e.findall(f"{ATOM}link")}
    assert "http://orvalepost.example/dam" in links


def test_ids_do_not_change_and_entries_are_not_repeated(news: Changes):
    def ids(feed: bytes) -> list[str]:
        return [e.findtext(f"{ATOM}id") for e in etree.fromstring(feed).iter(f"{ATOM}entry")]

    again = compare(state(FIRST), state(tuple(reversed(SECOND))))
    assert set(ids(render_atom([news]))) == set(ids(render_atom([again])))
    assert ids(render_atom([news, news])) == ids(render_atom([news]))


def test_a_feed_without_news_is_a_feed():
    assert_atom(render_atom([]))
    first = state(FIRST)
    assert not assert_atom(render_atom([compare(first, first)])).findall(f"{ATOM}entry")


def test_a_dossier_lists_what_does_not_count():
    killed = [Notice(item="kestrel", reason="killed by its agency")]
    dossier = state(SECOND, notices=killed)
    for name in ("terminal", "md"):
        text = " ".join(str(render(dossier, name)).split())
        assert "superseded by post2, changed silently: no note, no new time" in text
        assert "taken back: killed by its agency" in text
    assert "Earlier versions" not in str(render(state(FIRST), "md"))
