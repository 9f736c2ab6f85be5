"""Take the pictures of docs: the page of the sample reports, and the server's list, in a headless Chromium.

    python tools/screenshots.py [FOLDER]

Chromium is taken from CROSSWIRE_CHROMIUM or the path; FOLDER is docs/images where not given.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import crosswire
from crosswire.pipeline.run import acquire_options, read_sources, reconcile_documents
from crosswire.samples import sample_folder
from crosswire.settings import Settings
from crosswire.stages.render.table import render

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
LARGEST = 400_000
"""Bytes a picture may have, so that the repository stays small."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
]


def main() -> int:
    """Take all pictures; the status is 1 if one is too large."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        address = page_of_samples(Path(scratch)).as_uri()
        other = page_of_samples(Path(scratch), "ambassador").as_uri()
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        taken = [take(browser, address, folder / name, act) for name, act in PICTURES.items()]
        taken.append(take(browser, other, folder / "explain.png", explain))
        with served(Path(scratch)) as server:
            taken.append(take(browser, server, folder / "stories.png", top))
            taken.append(
                take(browser, f"{server}search?q=killed+%3E+5", folder / "search.png", top)
            )
        browser.close()
    large = [path.name for path in taken if path.stat().st_size > LARGEST]
    for path in taken:
        print(f"{path.name}: {path.stat().st_size // 1000} kB")
    if large:
        print(f"larger than {LARGEST // 1000} kB: {', '.join(large)}", file=sys.stderr)
    return int(bool(large))


def chromium() -> str:
    """Return the path of a Chromium; ends the program with a word on what to install where there is none."""
    named = os.environ.get("CROSSWIRE_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = named or next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        sys.exit("no Chromium found; install one or name it in CROSSWIRE_CHROMIUM")
    return found


def page_of_samples(folder: Path, bundle: str = "ferry") -> Path:
    """Return the page of a bundle of sample reports."""
    settings = Settings()
    acquired = read_sources([str(sample_folder(bundle))], acquire_options(settings))
    _, dossier = next(iter(reconcile_documents(acquired, settings)))
    path = folder / f"{bundle}.html"
    content = render(dossier, "html")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a workspace of all sample reports while the block runs; its address."""
    path = folder / "news.db"
    with crosswire.open(str(path)) as workspace:
        for sample in sorted(sample_folder("ambassador").parent.iterdir()):
            workspace.add(str(sample))
        for story in workspace.stories():
            workspace.dossier(story.id)
    command = [sys.executable, "-m", "crosswire.cli.main", "serve", "--port", "0"]
    run = subprocess.Popen(
        [*command, "--workspace", str(path)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert run.stdout is not None
    try:
        yield next((line.strip() for line in run.stdout if line.startswith("http")), "")
    finally:
        run.send_signal(signal.SIGINT)
        run.wait(30)


def take(browser: Any, address: str, path: Path, act: Any) -> Path:
    """Take the picture `path` of the page after `act` was done to it."""
    page = browser.new_page(
        viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    page.goto(address)
    act(page)
    page.wait_for_timeout(300)
    page.screenshot(path=str(path))
    page.close()
    return path


def top(page: Any) -> None:
    """Show the page as it opens."""


def evidence(page: Any) -> None:
    """Open the passages behind the first disagreement."""
    line = page.locator("#conflicts .line").first
    page.locator("#conflicts").evaluate("(section) => section.scrollIntoView()")
    line.click()


def explain(page: Any) -> None:
    """Open the side of the first disagreement that stands alone."""
    page.locator("#conflicts").evaluate("(section) => section.scrollIntoView()")
    page.locator("#x1 .side").last.click()


def side(page: Any) -> None:
    """Set reports side by side and choose a claim that several of them make."""
    page.keyboard.press("s")
    page.locator(".column .k").first.click()


def phone(page: Any) -> None:
    """Show the evidence of a point as a phone does."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#p2").scroll_into_view_if_needed()
    page.locator("#p2 .t").click()


def figures(page: Any) -> None:
    """Show the figures."""
    page.locator("#figures").evaluate("(section) => section.scrollIntoView()")


PICTURES = {
    "page.png": top,
    "evidence.png": evidence,
    "side.png": side,
    "phone.png": phone,
    "figures.png": figures,
}

if __name__ == "__main__":
    sys.exit(main())
