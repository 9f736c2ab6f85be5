"""Share of a stories folder's figure mentions that `annotate` finds by overlap, and with the right value.

    python evaluation/figures.py STORIES [--show N]

STORIES holds one folder a story with `documents.jsonl` and `gold.json`. A mention counts as found where a
figure overlaps at least half of the shorter of the two spans; its value is right within 0.1 %, or, where the
gold has none, both bounds within 10 %.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from crosswire.model.annotation import Figure
from crosswire.model.document import Document
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("stories", type=Path)
    options.add_argument("--show", type=int, default=0)
    given = options.parse_args()
    total = found = right = shown = 0
    prose = [0, 0, 0]
    for folder in sorted(path.parent for path in given.stories.glob("*/gold.json")):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        documents = [
            d for d in acquire([str(folder / "documents.jsonl")]) if isinstance(d, Document)
        ]
        figures = {a.id: a.figures for a in annotate(documents)}
        texts = {d.id: d for d in documents}
        for group in gold.get("figures", []):
            for mention in group["mentions"]:
                start, end = place(mention, texts[mention["doc"]])
                hits = [f for f in figures[mention["doc"]] if overlaps(f, start, end)]
                read = any(b.start < end and start < b.end for b in texts[mention["doc"]].prose())
                total += 1
                found += bool(hits)
                good = any(same_value(f, mention) for f in hits)
                right += good
                prose = [
                    n + read * one for n, one in zip(prose, (1, bool(hits), good), strict=True)
                ]
                if not good and shown < given.show:
                    shown += 1
                    text = texts[mention["doc"]].text
                    print(f"{mention['text']!r}: {text[max(0, start - 60) : end + 60]!r}")
                    print(f"    found {[(f.text, f.value, f.low, f.high) for f in hits]}")
    print(
        f"{prose[0]} of them in prose: {100 * prose[1] / prose[0]:.1f} % found, "
        f"{100 * prose[2] / prose[0]:.1f} % of right value; the rest in captions and notes"
    )
    print(
        f"{total} mentions, found {100 * found / total:.1f} %, right value {100 * right / total:.1f} %"
    )


def place(mention: dict[str, Any], document: Document) -> tuple[int, int]:
    """Return the mention's span in the document's text; gold offsets count from the title or the body."""
    shift = 0 if mention.get("field") == "title" else document.body_start
    start, end = mention["start"] + shift, mention["end"] + shift
    if document.text[start:end] != mention["text"]:
        start = document.text.find(mention["text"])
        end = start + len(mention["text"])
    return start, end


def overlaps(figure: Figure, start: int, end: int) -> bool:
    common = min(figure.end, end) - max(figure.start, start)
    return common * 2 >= min(figure.end - figure.start, end - start)


def same_value(figure: Figure, mention: dict[str, Any]) -> bool:
    if mention.get("value") is not None:
        wanted = mention["value"]
        return figure.value is not None and abs(figure.value - wanted) <= 1e-3 * max(1, abs(wanted))
    return all(near(mention.get(end), getattr(figure, end)) for end in ("low", "high"))


def near(wanted: float | None, given: float | None) -> bool:
    if wanted is None or given is None:
        return wanted is given
    return abs(wanted - given) <= 0.1 * max(1, abs(wanted))


if __name__ == "__main__":
    main()
