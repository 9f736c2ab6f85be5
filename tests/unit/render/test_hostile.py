"""Whatever a report says stays text on every surface."""

import re
import unicodedata
from html.parser import HTMLParser

import msgspec
import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len
from tests.unit.render.hostile import ATTACKS, poisoned
from tests.unit.render.sample import dossier

from crosswire.stages.render.clean import line
from crosswire.stages.render.html import render_html
from crosswire.stages.render.markdown import render_markdown
from crosswire.stages.render.terminal import render_terminal

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


class Page(HTMLParser):
    """The elements, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.text: list[str] = []
        self.comments = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments += 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_page_shows_hostile_text_as_text(attack: str) -> None:
    page = Page(render_html(poisoned(dossier(), attack)))
    # Which words a line shows itself goes by their length, so harmless ones of that length stand in the same places.
    clean_page = Page(render_html(poisoned(dossier(), "h" * len(attack))))
    assert page.attributes <= clean_page.attributes
    assert page.comments == 0
    for tag in ("script", "style", "meta", "html", "body", "section", "details"):
        assert page.tags.count(tag) == clean_page.tags.count(tag) > 0, tag
    assert all(re.match(r"#\w|https://example\.org/", link) for link in page.links), page.links
    assert line(attack) in line("".join(page.text))


def _blocks(text: str) -> list[str]:
    return [token.type for token in PARSER.parse(text)]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_shows_hostile_text_as_text(attack: str) -> None:
    clean, written = render_markdown(dossier()), render_markdown(poisoned(dossier(), attack))
    assert _blocks(written) == _blocks(clean)
    shown = []
    for token in PARSER.parse(written):
        for child in token.children or ():
            assert child.type not in ("html_inline", "image", "code_inline", "s_open"), child
            if child.type == "link_open":
                assert str(child.attrGet("href")).startswith("https://example.org/")
            shown.append(child.content)
    assert line(attack) in line("".join(shown))


@pytest.mark.parametrize(
    ("attack", "colour"), [(attack, n % 4 == 0) for n, attack in enumerate(ATTACKS)]
)
def test_a_terminal_gets_no_control_and_no_line_too_wide(attack: str, colour: bool) -> None:
    text = render_terminal(poisoned(dossier(), attack), width=80, colour=colour)
    if colour:
        text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")}
    assert controls == {"\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert max(cell_len(row) for row in text.split("\n")) <= 80
    text.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        'https://evil.example/"onclick="alert(1)',
        "https://evil.example/> <b>",
        "https://evil.example/a b",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_no_plain_web_address_is_no_link(url: str) -> None:
    whole = dossier()
    first = msgspec.structs.replace(whole.documents[0], url=url)
    changed = msgspec.structs.replace(whole, documents=(first, *whole.documents[1:]))
    links = Page(render_html(changed)).links
    assert all(link.startswith(("#", "https://example.org/")) for link in links)
    assert f"<{url}>" not in render_markdown(changed)
