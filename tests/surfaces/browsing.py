"""Opening pages as people do, with every fault of a page noted; and what axe finds in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def opened(browser: Any, address: str, *, width: int = 1280, **context: Any) -> Iterator[Any]:
    """Open a page; when done, no error of its script or policy may have been reported."""
    found = browser.new_context(viewport={"width": width, "height": 900}, **context)
    page = found.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    yield page
    found.close()
    assert faults == []


def axe(page: Any, *, within: str = "", without: str = "") -> list[tuple[str, str]]:
    """Return what axe finds wrong with the page as it is now: rule and element.

    What was looked at already need not be again: `within` is the part to look at, `without` the part to leave out.
    """
    from axe_playwright_python.sync_playwright import Axe

    # axe measures what is laid out, so all of the page shall be; the context must bypass the policy
    page.add_style_tag(content="main > section { content-visibility: visible !important }")
    parts = {"include": within, "exclude": without}
    context = {name: [[part]] for name, part in parts.items() if part}
    found = Axe().run(page, context=context or None, options={"runOnly": RULES})
    return [
        (broken["id"], node["html"][:200])
        for broken in found.response["violations"]
        for node in broken["nodes"]
    ]
