"""How well page furniture is kept out of prose, on a folder of annotated stories.

Takes a folder whose subfolders hold `documents.jsonl` and `gold.json` with `boilerplate` spans and claims with
`support` spans. Prints the share of furniture characters kept out of prose, and the share of the claims' supporting
characters wrongly taken out of it.

    python evaluation/blocks.py FOLDER [--show]
"""

import json
import sys
from pathlib import Path
from typing import Any

from crosswire.model.document import PROSE, Document
from crosswire.stages.acquire.sources import acquire

HEADINGS = {"subheading", "repeated-headline", "headline-repeat", "other-event"}
"""Kinds that annotators set apart and that are read as prose on purpose, or need more than layout to tell."""


def in_prose(document: Document) -> bytearray:
    """Return a flag for every code point: 1 where it is read as prose."""
    flags = bytearray(len(document.text))
    for block in document.blocks:
        if block.kind in PROSE:
            flags[block.start : block.end] = b"\1" * (block.end - block.start)
    return flags


def place(document: Document, item: dict[str, Any]) -> tuple[int, int] | None:
    """Return where a gold span stands in the document's text, which may have its title in front."""
    at = 0 if item.get("field") == "title" else document.text.find(item["text"], item["start"])
    shift = at - item["start"] if at else 0
    start, end = item["start"] + shift, item["end"] + shift
    return (start, end) if document.text[start:end] == item["text"] else None


def score(folder: Path, show: bool) -> None:
    out = furniture = lost = support = 0
    for story in sorted(path.parent for path in folder.glob("*/gold.json")):
        gold = json.loads((story / "gold.json").read_text(encoding="utf-8"))
        documents = {
            d.id: (d, in_prose(d))
            for d in acquire([str(story / "documents.jsonl")])
            if isinstance(d, Document)
        }
        plates = [item for item in gold.get("boilerplate", []) if item["kind"] not in HEADINGS]
        words = [item for claim in gold["claims"] for item in claim["support"]]
        for items, wanted in ((plates, 0), (words, 1)):
            for item in items:
                document, flags = documents[item.get("document") or item["doc"]]
                span = place(document, item)
                if span is None:
                    continue
                right = flags[slice(*span)].count(wanted)
                size = span[1] - span[0]
                if wanted:
                    support, lost = support + size, lost + size - right
                else:
                    furniture, out = furniture + size, out + right
                if show and right < size * 0.9:
                    kind = "lost" if wanted else item["kind"]
                    print(f"{story.name} {document.id} {kind}: {item['text'][:120]!r}")
    print(f"furniture kept out of prose {100 * out / furniture:.1f} % of {furniture} characters")
    print(
        f"supporting words lost to furniture {100 * lost / support:.2f} % of {support} characters"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python evaluation/blocks.py FOLDER [--show]")
    score(Path(sys.argv[1]), "--show" in sys.argv)
