"""Share of the time expressions of labelled stories that `annotate` finds, and with the right value.

Usage: python evaluation/times.py FOLDER [--show]. FOLDER holds stories, each a folder with `documents.jsonl`
and `gold.json`, whose list `times` gives document, span (in `title` or `text`), value and type.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from crosswire.model.annotation import Annotations, Time
from crosswire.model.document import Document
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate


def shifted(gold: dict[str, Any], record: dict[str, Any], text: str) -> tuple[int, int]:
    """Return the gold span as offsets into the document's text."""
    base = text.find(record["title" if gold.get("field") == "title" else "text"])
    return base + gold["start"], base + gold["end"]


def best(found: tuple[Time, ...], start: int, end: int, value: str) -> Time | None:
    """Return the time that overlaps `[start, end)`, one of the right value first."""
    near = [t for t in found if t.start < end and start < t.end]
    return next((t for t in near if agrees(t, value)), near[0] if near else None)


def agrees(time: Time, value: str) -> bool:
    """Tell whether the value is right; a range is right by its first end, a zone may be left out."""
    wanted = value.split("/")[0]
    return time.value is not None and (time.value == wanted or time.value == wanted[:16])


def judge(story: Path, show: bool) -> tuple[int, int, int, int]:
    """Return the numbers of gold times in prose, of those found, found with the right value, and not null."""
    gold = json.loads((story / "gold.json").read_text(encoding="utf-8"))["times"]
    lines = (story / "documents.jsonl").read_text(encoding="utf-8").split("\n")
    records = {r["id"]: r for r in (json.loads(line) for line in lines if line.strip())}
    documents = [d for d in acquire([str(story / "documents.jsonl")]) if isinstance(d, Document)]
    by_id: dict[str, tuple[Document, Annotations]] = {
        d.id: (d, a) for d, a in zip(documents, annotate(documents), strict=True)
    }
    counts = [0, 0, 0, 0]
    for each in gold:
        document, annotations = by_id[each["doc"]]
        start, end = shifted(each, records[each["doc"]], document.text)
        if not any(b.start < end and start < b.end for b in document.prose()):
            continue
        time = best(annotations.times, start, end, each["value"])
        right = time is not None and agrees(time, each["value"])
        counts[0] += 1
        counts[1] += time is not None
        counts[2] += right
        counts[3] += time is not None and time.value is not None
        if show and not right:
            given = f"{time.text!r} {time.value} ({time.rule})" if time else "nothing"
            print(f"  {each['doc']}: {each['text']!r} {each['value']}, found {given}")
    return counts[0], counts[1], counts[2], counts[3]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is missed or wrong")
    options = parser.parse_args()
    total = [0, 0, 0, 0]
    for story in sorted(p.parent for p in options.folder.glob("*/gold.json")):
        counts = judge(story, options.show)
        total = [a + b for a, b in zip(total, counts, strict=True)]
        print(f"{story.name:24} {counts[2]:3} right, {counts[1]:3} found of {counts[0]:3}")
    asked, found, right, valued = total
    print(f"found {100 * found / asked:.1f} %, right value {100 * right / asked:.1f} %, ", end="")
    print(f"right where a value is given {100 * right / max(valued, 1):.1f} % of {asked} in prose")


if __name__ == "__main__":
    main()
