"""How well main text and date are read from web pages, acquire alone.

Takes a folder with `html/*.gz` and either `ground-truth.json` (id: articleBody; 4-grams of words are compared, as in
the set's own script) or `dates.json` (address: file and day). Prints precision, recall and F1, or the share of days
that are right.

    python evaluation/pages.py FOLDER [--show]
"""

import collections
import gzip
import json
import re
import sys
import tempfile
import time
from pathlib import Path

from crosswire.model.document import Document
from crosswire.stages.acquire.sources import acquire


def documents(files: list[Path], folder: Path) -> dict[str, Document]:
    """Return what is acquired from the packed pages `files`, by name without endings."""
    for file in files:
        name = file.name.removesuffix(".gz").removesuffix(".html") + ".html"
        (folder / name).write_bytes(gzip.decompress(file.read_bytes()))
    started = time.perf_counter()
    found = {
        d.id.removesuffix(".html"): d for d in acquire([str(folder)]) if isinstance(d, Document)
    }
    print(f"{len(files)} pages, {len(found)} read, {time.perf_counter() - started:.1f} s")
    return found


def grams(text: str) -> collections.Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return collections.Counter(zip(*(words[i:] for i in range(4)), strict=False))


def bodies(folder: Path, found: dict[str, Document], show: bool) -> None:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    rows = []
    for name, page in truth.items():
        wanted = grams(page["articleBody"])
        document = found.get(name)
        given = grams(document.text[document.body_start :] if document else "")
        hit = (wanted & given).total()
        precision = hit / given.total() if given else float(not wanted)
        rows.append((precision, hit / wanted.total() if wanted else 1.0, name, page.get("url")))
    precision, recall = (sum(row[i] for row in rows) / len(rows) for i in (0, 1))
    f1 = 2 * precision * recall / (precision + recall)
    print(f"4-grams: P {100 * precision:.2f} R {100 * recall:.2f} F1 {100 * f1:.2f}")
    for row in sorted(rows, key=lambda row: min(row[:2]))[: 20 if show else 0]:
        print(f"  P {row[0]:.2f} R {row[1]:.2f} {row[2][:8]} {row[3]}")


def days(folder: Path, found: dict[str, Document], show: bool) -> None:
    truth = json.loads((folder / "dates.json").read_text(encoding="utf-8"))
    right = given = wanted = 0
    for url, page in truth.items():
        document = found.get(page["file"].removesuffix(".html"))
        value = (document.published_at.value or "")[:10] if document else ""
        day = page["date"] if isinstance(page["date"], str) else ""
        right += bool(day) and value == day
        given += bool(value)
        wanted += bool(day)
        if show and value != day:
            print(f"  wanted {day or None} found {value or None} {url[:90]}")
    precision, recall = right / given, right / wanted
    f1 = 2 * precision * recall / (precision + recall)
    print(f"days: P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f} of {wanted}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python evaluation/pages.py FOLDER [--show]")
    gold = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        read = documents(sorted((gold / "html").glob("*.gz")), Path(scratch))
    measure = bodies if (gold / "ground-truth.json").is_file() else days
    measure(gold, read, "--show" in sys.argv)
