"""Measure entities of single reports against stories with hand-made entity lists.

    python evaluation/entities.py STORIES_FOLDER [--errors]

For each story: gold entities that one of our entities, in any report, has a name or mention of; ours
that hold the names of two gold entities of one kind; and persons of ours that no gold entity names.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate


def main() -> None:
    folders = sorted(p for p in Path(sys.argv[1]).iterdir() if (p / "gold.json").exists())
    totals = [0, 0, 0, 0]
    for folder in folders:
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["entities"]
        documents = [
            d for d in acquire([str(folder / "documents.jsonl")]) if isinstance(d, Document)
        ]
        ours = [group for notes in annotate(documents) for group in groups(notes)]
        counts = judge(folder.name, gold, ours, "--errors" in sys.argv)
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
    print("all: {} of {} found, {} mixed, {} persons not in gold".format(*totals))


def groups(notes: Annotations) -> Iterator[tuple[str, set[str], int]]:
    """Yield type, plain names and number of mentions of each entity."""
    for entity in notes.entities:
        words = {m.text for m in notes.mentions if m.entity == entity.id and m.form != "pronoun"}
        count = sum(m.entity == entity.id for m in notes.mentions)
        yield entity.type, {plain(w) for w in words | {entity.name}}, count


def plain(text: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"\W+", " ", text.lower()).strip())


def judge(
    story: str, gold: list[dict[str, Any]], ours: list[tuple[str, set[str], int]], errors: bool
) -> list[int]:
    theirs = [
        (e["type"], plain(e["name"]), {plain(x) for x in (e["name"], *e["aliases"])}) for e in gold
    ]
    found = [any(names & mine for _, mine, _ in ours) for _, _, names in theirs]
    mixed = [
        mine
        for kind, mine, _ in ours
        if sum(name in mine for k, name, _ in theirs if kind == "person" or k != "person") > 1
    ]
    every = set().union(*(names for _, _, names in theirs))
    spurious = sorted(
        {min(mine) for kind, mine, _ in ours if kind == "person" and not mine & every}
    )
    print(
        f"{story}: {sum(found)} of {len(gold)} found, {len(mixed)} mixed, {len(spurious)} persons not in gold"
    )
    if errors:
        print(
            "   missed:", [name for (_, name, _), hit in zip(theirs, found, strict=True) if not hit]
        )
        print("   mixed:", [sorted(m) for m in mixed])
        print("   spurious:", spurious)
    return [sum(found), len(gold), len(mixed), len(spurious)]


if __name__ == "__main__":
    main()
