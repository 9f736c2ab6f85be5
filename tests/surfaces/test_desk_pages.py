"""The desk as an editor uses it day by day: filters, news, neighbours, acts and their undoing, feeds, coming in."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.surfaces.browsing import axe, opened
from tests.surfaces.test_served_pages import FERRY, SECONDS, story
from tests.web.serving import ENDLESS, Serving, serving

import crosswire
from crosswire.model.feed import Feed
from crosswire.model.story import StoryLink
from crosswire.samples import sample_folder
from crosswire.web.options import ServeOptions
from crosswire.web.pages import dossiers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose stories were read, are neighbours, and which follows two feeds."""
    path = tmp_path_factory.mktemp("made") / "news.db"
    with crosswire.open(str(path)) as workspace:
        workspace.add(str(sample_folder("ferry")), str(sample_folder("ambassador")))
        one, other = workspace.stories()
        for found in (one, other):
            workspace.dossier(found.id)
        near = StoryLink(
            story=other.id, document=one.documents[0], other=other.documents[0], likeness=0.31
        )
        well = Feed(id="https://well.example/f.xml", url="https://well.example/f.xml", kept=7)
        ill = replace(well, id="https://ill.example/f", state="failing", error="HTTP 500")
        with workspace.store.writer() as writer:
            writer.change_stories([replace(one, saga="g0000000001", links=(near,))])
            for feed in (well, ill):
                writer.put_record(feed.id, feed)
    return path


@pytest.fixture(scope="module")
def read(made: Path) -> Iterator[Serving]:
    """One server for those who only read."""
    path = made.with_name("read.db")
    shutil.copy(made, path)
    with serving(path) as found:
        yield found


@pytest.fixture(scope="module")
def deciding(made: Path) -> Iterator[Serving]:
    """One server for those who decide something, and undo it at their end."""
    path = made.with_name("deciding.db")
    shutil.copy(made, path)
    with serving(path) as found:
        yield found


@pytest.fixture
def served(made: Path, tmp_path: Path) -> Iterator[Serving]:
    """A server of its own, of which nothing was seen."""
    path = tmp_path / "news.db"
    shutil.copy(made, path)
    with serving(path) as found:
        yield found


@pytest.fixture
def reader(browser: Any, read: Serving) -> Iterator[Any]:
    with opened(browser, f"{read.base}/", width=1440) as found:
        found.set_default_timeout(SECONDS)
        yield found


@pytest.fixture
def decider(browser: Any, deciding: Serving) -> Iterator[Any]:
    with opened(browser, f"{deciding.base}/", width=1440) as found:
        found.set_default_timeout(SECONDS)
        yield found


@pytest.fixture
def page(browser: Any, served: Serving) -> Iterator[Any]:
    with opened(browser, f"{served.base}/", width=1440) as found:
        found.set_default_timeout(SECONDS)
        yield found


def test_the_list_is_filtered_by_what_is_disputed(reader: Any) -> None:
    assert reader.locator(".item .badge").count() > 1
    told = reader.locator("[name=conflict] optgroup option").evaluate_all(
        "all => all.map((o) => [o.value, Number(/\\d+/.exec(o.textContent)[0])])"
    )
    assert {"contradiction", "figure"} <= {kind for kind, _ in told}
    for kind, stories in (["any", 2], *told):
        reader.select_option("[name=conflict]", kind)
        reader.click(".go button")
        reader.wait_for_url(f"**conflict={kind}**")
        assert reader.locator("[name=conflict]").input_value() == kind
        assert reader.locator(".item").count() == stories
    reader.click(".go a")
    assert reader.locator(".item").count() == 2


def test_a_page_of_stories_is_seen_at_once_and_what_is_new_can_be_had_alone(
    page: Any, served: Serving
) -> None:
    assert page.locator(".newsline .news").inner_text() == "2"
    page.click(".newsline button")
    page.locator(".newsline", has_text="Nothing is new").wait_for()
    assert page.locator(".item.new, .item.changed").count() == 0
    assert page.goto(f"{served.base}/?new=true").ok
    assert page.locator(".item").count() == 0
    assert "No story fits" in page.locator(".empty").inner_text()


def test_neighbours_lead_to_each_other(reader: Any) -> None:
    line = reader.locator(".item .near")
    assert line.count() == 1
    title = line.locator("a").inner_text()
    reader.locator(".item", has=reader.locator(".near")).locator("h2 a").click()
    reader.locator("nav.near a").wait_for()
    assert "likeness 0.31" in reader.locator("nav.near").inner_text()
    reader.locator("nav.near a").click()
    reader.locator(".masthead h1", has_text=title).wait_for()


def test_what_is_found_opens_in_its_report(reader: Any) -> None:
    reader.fill(".bar input", "ferry capsized")
    reader.keyboard.press("Enter")
    reader.locator(".hits .goto").first.wait_for()
    passage = reader.locator(".hits blockquote").first
    words = re.sub(r"\s*→$", "", passage.inner_text()).split()
    passage.locator(".goto").click()
    reader.locator("#panel mark.now").wait_for()
    assert reader.locator("#panel mark.now").inner_text().split() == words


def test_reports_are_taken_out_and_what_that_changed_is_told(
    decider: Any, deciding: Serving
) -> None:
    story(decider, FERRY)
    home = decider.url
    decider.get_by_role("link", name="Take reports out").click()
    decider.locator("[name=document]").last.check()
    decider.locator(".splitting [name=who]").fill("Ada Lind")
    decider.locator(".splitting > button").click()
    decider.wait_for_url("**/stories/*")
    decider.locator(".masthead").wait_for()
    assert decider.locator(".reports > li").count() == 5
    assert "Ada Lind" in decider.locator("#acts").inner_text()
    decider.locator(".drop", has_text="Revisions").locator("summary").click()
    decider.locator(".drop a", has_text="since 1").click()
    decider.locator("#changes").wait_for()
    assert decider.locator("#changes li").count() > 0
    decider.goto(f"{deciding.base}/acts")
    decider.locator(".item:not(.undone) button").first.click()
    decider.locator(".item.undone").wait_for()
    decider.goto(home)
    decider.locator(".masthead").wait_for()
    assert decider.locator(".reports > li").count() == 6


def test_names_and_roots_are_judged_and_undone(decider: Any, deciding: Serving) -> None:
    story(decider, FERRY)
    home = decider.url
    points = decider.locator("#points a.judge").evaluate_all("all => all.map((a) => a.href)")
    names = decider.locator("#entities a.judge").evaluate_all("all => all.map((a) => a.href)")
    for wanted, addresses in (("Does it come from", points), ("the same as", names)):
        # only some have it: asked without drawing each page
        decider.goto(next(a for a in addresses if wanted in decider.request.get(a).text()))
        form = decider.locator(".ask", has_text=wanted).first.locator(
            "xpath=following-sibling::form[1]"
        )
        form.locator("[name=who]").fill("Ada Lind")
        form.locator("[value=reject]").click()
        decider.wait_for_load_state()
    decider.goto(home)
    decider.locator("#acts > .rows > li").nth(1).wait_for()
    decider.goto(f"{deciding.base}/acts")
    for left in (1, 0):
        decider.locator(".item:not(.undone) button").first.click()
        decider.wait_for_function(
            f"() => document.querySelectorAll('.item:not(.undone)').length === {left}"
        )
    decider.goto(home)
    decider.locator(".masthead").wait_for()
    assert decider.locator("#acts").count() == 0


def test_a_disagreement_is_explained_with_three_clicks(reader: Any) -> None:
    story(reader, "ambassador")
    sides = reader.locator("#x1 .side")
    for at in range(2):
        sides.nth(at).locator(".t").click()
        assert reader.locator("#panel mark.now").inner_text().strip()
        assert reader.locator(".panel-bar p").inner_text().startswith("Passage 1 of")
    reader.keyboard.press("c")
    reader.locator(".toast", has_text="Copied with its sources").wait_for()


def test_a_long_page_comes_without_its_folds_and_they_come_after_it(
    browser: Any, read: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossiers, "LONG", 10_000)
    with read.client() as client:
        named = next(s["id"] for s in client.get("/api/stories").json() if s["documents"] == 6)
    home = f"{read.base}/stories/{named}"
    with opened(browser, home, java_script_enabled=False) as page:
        links = page.locator("details > a.whole")
        cut = page.locator(".line").count()
        assert links.count() == page.locator("details.more").count() > 0
        page.goto(links.first.evaluate("a => a.href"))
        whole = page.locator(".line").count()
        assert page.locator("a.whole").count() == 0
        assert whole > cut
    with opened(browser, home, width=1440) as page:
        page.wait_for_function("() => !document.querySelector('a.whole')")
        assert page.locator(".line").count() == whole
        points = page.locator(".point").count()
        page.fill("#points [name=text]", "ferry")
        assert page.locator("#points .found").inner_text().endswith(f"of {points} points")
        last = page.locator(".point").last.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{home}#{last}")
        page.locator(f"#{last}.active").wait_for()


def test_one_key_leads_up_from_everywhere(reader: Any, read: Serving) -> None:
    story(reader, FERRY)
    home = reader.url
    for below in ("/side?report=1&report=2", "/judge"):
        reader.goto(home + below)
        reader.keyboard.press("u")
        reader.wait_for_url(home)
        reader.locator(".masthead").wait_for()
    reader.keyboard.press("u")
    reader.locator(".storylist .item").first.wait_for()
    reader.goto(f"{read.base}/feeds")
    reader.keyboard.press("?")
    keys = reader.locator("dialog kbd").all_inner_texts()
    assert "u" in keys
    assert "j" not in keys


def test_feeds_that_fail_stand_first(reader: Any, read: Serving) -> None:
    reader.goto(f"{read.base}/feeds")
    rows = reader.locator(".feeds tbody tr").all_inner_texts()
    assert "ill.example" in rows[0]
    assert "HTTP 500" in rows[0]
    assert "well.example" in rows[1]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_nobody_is_shut_out(browser: Any, read: Serving, width: int, scheme: str) -> None:
    with opened(
        browser, f"{read.base}/", width=width, color_scheme=scheme, bypass_csp=True
    ) as page:
        page.set_default_timeout(SECONDS)
        link = page.locator(".item", has=page.locator(".near")).locator("h2 a")
        home = link.get_attribute("href")
        for path in ("/", home, f"{home}/side?report=1&report=2&report=3", "/feeds", "/search"):
            page.goto(read.base + path)
            if page.locator("meta[http-equiv=refresh]").count():
                page.locator(".masthead, .column").first.wait_for()
            # what the dossier shares with the one-file page is looked at there, and here in the long lane
            known = "#main" if path == home and width < 1000 else ""
            assert (path, axe(page, without=known)) == (path, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_coming_in_takes_the_token(browser: Any, tmp_path: Path) -> None:
    token = "a-token-that-is-long-enough"
    options = ServeOptions(token=token, read_ahead=False, offline=True, limits=ENDLESS)
    with serving(tmp_path / "news.db", options) as guarded:
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto(f"{guarded.base}/search")
        page.fill("[name=token]", "not-the-token-at-all")
        page.keyboard.press("Enter")
        page.locator("[role=alert]").wait_for()
        assert axe(page) == []
        page.fill("[name=token]", token)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search")
        context.close()
