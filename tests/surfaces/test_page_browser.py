"""The page in a real browser: a click opens the passages in their report; keys work; nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.render.hostile import poisoned
from tests.unit.render.sample import dossier

from crosswire.stages.render.html import render_html

pytestmark = pytest.mark.browser
PAIRS = """() => {
  const shade = (text) => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    const scale = text.startsWith("color(") ? 1 : 255;
    const light = parts.slice(0, 3).map((v) => v / scale).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return { value: 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2],
             alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = Array.from(element.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility() || element.disabled || element.closest("svg")) continue;
    let behind = element;
    while (behind && shade(getComputedStyle(behind).backgroundColor).alpha < 1) behind = behind.parentElement;
    const ink = shade(getComputedStyle(element).color).value;
    const paper = shade(getComputedStyle(behind || document.body).backgroundColor).value;
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) found.push([element.tagName, element.className, ratio]);
  }
  return found;
}"""
"""Texts whose contrast with the nearest opaque ground behind them is below WCAG AA's 4.5 to 1."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "dossier.html"
    path.write_text(render_html(dossier()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.requests, opened.faults = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("console", lambda message: opened.faults.append(message.text))
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.goto(address)
    yield opened
    context.close()
    assert opened.faults == []


def test_a_click_shows_the_words_in_their_report_and_the_next_ones(page: Any) -> None:
    page.click("#p2 .t")
    panel = page.locator("#panel")
    assert panel.locator(".panel-bar p").inner_text() == "Passage 1 of 4"
    first = panel.locator("mark.now").inner_text()
    assert (
        first
        == "Four of the 31 people on the trawler are missing, according to the Merrin Coast Guard."
    )
    assert panel.locator(".panel-text").inner_text().count("Merrin") > 3
    panel.get_by_label("Next passage").click()
    panel.get_by_label("Next passage").click()
    assert panel.locator(".panel-bar p").inner_text() == "Passage 3 of 4"
    assert panel.locator("mark.now").inner_text() == "four fishermen are missing"
    assert panel.locator("#panel-title").inner_text().startswith("Patrol ship rams")
    assert panel.locator("mark.now").is_visible()


def test_a_report_number_opens_that_report(page: Any) -> None:
    page.click("#p2 .voices a >> text='3'")
    assert page.locator("mark.now").inner_text().startswith("Four of 31 fishermen")


def test_the_keyboard_opens_moves_and_closes_and_focus_comes_back(page: Any) -> None:
    page.focus("#p4 details.ev > summary")
    page.keyboard.press("Enter")
    assert page.locator(".panel-bar p").inner_text() == "Passage 1 of 3"
    page.keyboard.press("ArrowRight")
    assert page.locator(".panel-bar p").inner_text() == "Passage 2 of 3"
    page.keyboard.press("ArrowLeft")
    assert page.locator(".panel-bar p").inner_text() == "Passage 1 of 3"
    page.keyboard.press("Escape")
    assert page.locator("#panel .panel-bar").count() == 0
    assert page.evaluate("document.activeElement.closest('.line').id") == "p4"


def test_every_line_opens_at_the_words_it_cites(page: Any) -> None:
    wrong = page.evaluate(
        """() => {
          const wrong = [];
          let opened = 0;
          const plain = (text) => text.replace(/\\s+/g, " ").replace(/^“|”$/g, "").trim();
          for (const place of document.querySelectorAll("main [data-p]")) {
            const line = place.closest(".line");
            if (!line) continue;
            const title = line.querySelector(".t").cloneNode(true);
            title.querySelectorAll(".who, small").forEach((aside) => aside.remove());
            const use = place.closest(".use");
            const own = use ? use.firstChild : title;
            const words = plain((place.querySelector("q") || own).textContent);
            if (place.tagName === "A") place.click();
            else { line.querySelector("details.ev").open = true; place.click(); }
            const mark = document.querySelector("#panel mark.now");
            opened += 1;
            const shown = mark ? plain(mark.textContent) : null;
            const part = place.tagName === "A" && !use && shown && shown.length >= 20 && words.includes(shown);
            if (shown !== words && !part) wrong.push([line.className, words, shown]);
          }
          return [opened, wrong];
        }"""
    )
    assert wrong[0] > 80
    assert wrong[1] == []


def test_nothing_is_fetched(page: Any, address: str) -> None:
    page.click("#p1 .t")
    assert page.requests == [address]


def test_without_its_script_the_evidence_still_opens(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert not opened.locator("#p2 q").first.is_visible()
    opened.click("#p2 summary")
    assert opened.locator("#p2 q").first.is_visible()
    opened.click("#p2 .voices a")
    assert opened.locator(".fulltext").nth(1).is_hidden()
    opened.locator("details.full > summary").nth(1).click()
    assert opened.locator(".fulltext").nth(1).is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    opened = context.new_page()
    opened.goto(address)
    opened.click("#p2 .t")
    assert opened.evaluate(PAIRS) == []
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_is_never_wider_than_its_window(browser: Any, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    opened = context.new_page()
    opened.goto(address)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.click("#p2 summary")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize(
    "attack",
    ["</script><script>document.title='pwned'</script><img src=x onerror=document.title='pwned'>"],
)
def test_hostile_text_runs_nothing(browser: Any, tmp_path: Path, attack: str) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(render_html(poisoned(dossier(), attack)), encoding="utf-8")
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(path.as_uri())
    opened.click("#p2 .t")
    assert "pwned'" in opened.locator("#panel").inner_text()
    assert not opened.title().startswith("pwned")
    assert opened.locator("img").count() == 0
    context.close()
