"""Take the pictures of docs: the page of the sample reports in a headless Chromium.

    python tools/screenshots.py [FOLDER]

Chromium is taken from CROSSWIRE_CHROMIUM or the path; FOLDER is docs/images where not given.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

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
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        taken = [take(browser, address, folder / name, act) for name, act in PICTURES.items()]
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


def page_of_samples(folder: Path) -> Path:
    """Return the page of the first bundle of sample reports."""
    settings = Settings()
    acquired = read_sources([str(sample_folder("ambassador"))], acquire_options(settings))
    _, dossier = next(iter(reconcile_documents(acquired, settings)))
    path = folder / "dossier.html"
    content = render(dossier, "html")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def take(browser: Any, address: str, path: Path, act: Any) -> Path:
    """Take the picture `path` of the page after `act` was done to it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
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
    line.scroll_into_view_if_needed()
    line.click()


PICTURES = {"page.png": top, "evidence.png": evidence}

if __name__ == "__main__":
    sys.exit(main())
