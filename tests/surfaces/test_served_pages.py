"""The server's pages in a real browser: every view, every act and its undoing, every key; and without a script."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.hostile import hostile_records
from tests.surfaces.browsing import axe, opened
from tests.web.serving import serving

import crosswire
from crosswire.model.codec import to_json
from crosswire.samples import sample_folder

pytestmark = pytest.mark.browser
LET_IN = """() => [
  ...(window.HIT ? ["it ran"] : []),
  ...[...document.querySelectorAll("img, iframe, object, embed, base, math, template, video, audio, style")]
    .map((e) => e.tagName),
  ...[...document.querySelectorAll("script, link")].map((e) => e.src || e.href)
    .filter((address) => !address.startsWith(location.origin + "/static/")),
  ...[...document.querySelectorAll("*")].flatMap((e) => [...e.attributes])
    .filter((a) => a.name.startsWith("on") || (a.name === "href" && /^\\W*(java|vb|data)/i.test(a.value)))
    .map((a) => a.name + "=" + a.value),
]"""
"""What a report's text has become besides text; nothing it should be."""
SECONDS = 90_000
"""Milliseconds that the first dossier may take: its reports are parsed then, on a machine that others use, too."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("served") / "news.db"
    with crosswire.open(str(path)) as workspace:
        workspace.add(str(sample_folder("ferry")), str(sample_folder("ambassador")))
    with serving(path) as found:
        yield found.base


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, f"{address}/", width=1440) as found:
        found.set_default_timeout(SECONDS)
        yield found


FERRY = "Calder|Halcyon|[Ff]erry"
"""What stands in any title that the sample story of the ferry may have."""


def story(page: Any, words: str) -> None:
    """Open the story whose title has `words`, and wait till it is read."""
    page.locator(".item h2 a", has_text=re.compile(words)).first.click()
    page.locator(".masthead").wait_for()


def test_the_list_counts_reports_outlets_and_roots_and_filters(page: Any, address: str) -> None:
    assert page.locator(".item").count() == 2
    words = page.locator(".item", has_text=re.compile(FERRY))
    assert words.first.locator(".counts").first.inner_text().split() == ["6", "reports"]
    page.goto(f"{address}/?text=ambassador")
    assert page.locator(".item").count() == 1
    page.goto(f"{address}/?outlet=No+such+outlet")
    assert page.locator(".item").count() == 0
    assert "No story fits" in page.locator(".empty").inner_text()
    page.goto(f"{address}/?least=6&order=largest")
    assert page.locator(".item").count() == 1


def test_the_keys_of_the_list_move_choose_mark_and_open(page: Any, address: str) -> None:
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.classList.contains('item')")
    page.keyboard.press("x")
    assert page.locator(".item.chosen").count() == 1
    page.keyboard.press("x")
    page.keyboard.press("m")
    page.locator(".item:not(.new):not(.changed)").first.wait_for()
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "filter"
    page.keyboard.press("Escape")
    page.locator(".item").first.focus()
    page.keyboard.press("o")
    page.wait_for_url("**/stories/*")


def test_a_dossier_opens_its_evidence_and_its_reports_side_by_side(page: Any) -> None:
    story(page, FERRY)
    page.click("#p1 .t")
    assert page.locator(".panel-bar p").inner_text().startswith("Passage 1 of")
    assert page.locator("mark.now").first.is_visible()
    page.keyboard.press("s")
    page.wait_for_url("**/side")
    assert page.locator(".column").count() == 2
    claim = page.locator(".column .k").first
    claim.click()
    assert page.locator(".k.lit").count() > 0
    page.locator(".choose input").nth(2).check()
    page.click(".choose button")
    assert page.locator(".column").count() == 3


def test_what_a_person_decides_is_shown_as_theirs_and_can_be_undone(
    page: Any, address: str
) -> None:
    story(page, FERRY)
    home = page.url
    page.locator("#p1 a.judge").click()
    page.locator(".yesno [name=who]").first.fill("Ada Lind")
    page.locator(".yesno button[value=confirm]").first.click()
    page.locator("main .meta", has_text="Ada Lind").first.wait_for()
    page.fill("[name=text]", "Checked by telephone.")
    page.locator(".noting button").click()
    page.locator("#acts, .masthead").first.wait_for()
    page.goto(home)
    page.locator(".masthead").wait_for()
    assert "Checked by telephone." in page.locator("#acts").inner_text()
    assert "Ada Lind" in page.locator("#acts").inner_text()
    page.goto(f"{address}/acts")
    while page.locator(".item:not(.undone) button").count():
        page.locator(".item:not(.undone) button").first.click()
        page.wait_for_load_state()
    assert page.locator(".item.undone").count() >= 2


def test_stories_are_put_together_and_taken_apart_without_a_script(
    browser: Any, address: str
) -> None:
    with opened(browser, f"{address}/", java_script_enabled=False) as page:
        page.set_default_timeout(SECONDS)
        for box in page.locator(".item input[name=story]").all():
            box.check()
        page.fill(".acting [name=who]", "Ada Lind")
        page.click(".acting button")
        page.goto(f"{address}/")
        assert page.locator(".item").count() == 1
        assert page.locator(".counts").first.inner_text().split()[0] == "11"
        page.goto(f"{address}/acts")
        page.locator(".item:not(.undone) button").first.click()
        page.goto(f"{address}/")
        assert page.locator(".item").count() == 2


def test_search_shows_the_passage(page: Any, address: str) -> None:
    page.fill(".bar input", "ferry capsized")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".hits > li").count() > 1
    assert {mark.lower() for mark in page.locator(".hits mark").all_inner_texts()} >= {"ferry"}
    page.goto(f"{address}/search?q=xyzzyplugh")
    assert "Nothing says that" in page.locator("main").inner_text()


def test_what_is_not_there_is_said_on_a_page(browser: Any, address: str) -> None:
    found = browser.new_page()
    answer = found.goto(f"{address}/stories/nothing")
    assert answer.status == 404
    assert found.locator("h1").inner_text() == "Not found"
    found.close()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_nobody_is_shut_out_of_any_page(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    with opened(browser, f"{address}/", width=width, color_scheme=scheme, bypass_csp=True) as page:
        page.set_default_timeout(SECONDS)
        found = page.locator(".item h2 a").first.get_attribute("href")
        page.goto(address + found)
        page.locator(".masthead").wait_for()
        for path in (
            "/",
            found,
            f"{found}/side",
            f"{found}/judge",
            "/search?q=ferry",
            "/acts",
            "/feeds",
        ):
            page.goto(address + path)
            # what the dossier shares with the one-file page is looked at there, and here in the long lane
            known = "#main" if path == found and width < 1000 else ""
            assert (path, axe(page, without=known)) == (path, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_hostile_reports_show_nothing_but_text(
    browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / "hostile.jsonl"
    records = hostile_records()
    source.write_bytes(b"\n".join(to_json(record) for record in records))
    with crosswire.open(str(folder / "news.db")) as workspace:
        workspace.add(str(source))
        largest = workspace.stories()[0]
    with serving(folder / "news.db") as served, opened(browser, f"{served.base}/?least=1") as page:
        page.set_default_timeout(SECONDS)
        story = f"/stories/{largest.id}"
        for path in ("/?least=1", "/search?q=window", story, f"{story}/side", f"{story}/judge"):
            page.goto(served.base + path)
            if page.locator("meta[http-equiv=refresh]").count():
                page.locator(".masthead, .column").first.wait_for()
            assert page.evaluate(LET_IN) == []
