"""Labelled cases as written in `labelled/*.txt` (the format is in its README), read into records.

A label is refused where its words don't stand in the text, or stand there twice and no number tells which.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "labelled"
LABEL = re.compile(
    r'^([a-z]+)(?: ([a-z]+))?((?: "[^"]*"(?:#\d+)?)+)((?: [\w.]+=(?:"[^"]*"|\S+))*)$'
)
WORDS = re.compile(r'"([^"]*)"(?:#(\d+))?')


class Report(NamedTuple):
    """What a case gives to read, as fields of a JSON Lines document."""

    id: str
    text: str
    fields: dict[str, str]


class Label(NamedTuple):
    """What is right: `kind` (`figure`, `person`, `conflict` …), the words, and the fields that matter."""

    kind: str
    klass: str | None
    words: tuple[tuple[str, int], ...]
    fields: dict[str, str]
    line: str

    def span(self, text: str) -> tuple[int, int]:
        """Return where the first words stand in `text`; raises ValueError."""
        return find(text, *self.words[0])


class Case(NamedTuple):
    layer: str
    number: int
    category: str
    reports: tuple[Report, ...]
    labels: tuple[Label, ...]


def read_cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Yield the cases of every layer; raises ValueError that names a label no reader can follow."""
    for path in sorted(folder.glob("*.txt")):
        for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n"), 1):
            yield read_case(path.stem, number, block.split("\n"))


def read_case(layer: str, number: int, lines: list[str]) -> Case:
    head = shlex.split(lines[0].removeprefix("@ "))
    fields = dict(item.split("=", 1) for item in head[1:])
    texts: list[list[str]] = [[]]
    about = [fields]
    labels = []
    for line in lines[1:]:
        if line.startswith("--- "):
            outlet, day = line.removeprefix("--- ").rsplit(" ", 1)
            texts.append([])
            about.append({"outlet": outlet, "published": day})
        elif label := read_label(line):
            labels.append(label)
        elif line != "none":
            texts[-1].append(line)
    reports = tuple(
        Report(f"{layer}-{number}-{n}", " ".join(text).replace(" ¶ ", "\n\n"), named(field))
        for n, (text, field) in enumerate(zip(texts, about, strict=True))
        if text
    )
    return Case(layer, number, head[0], reports, tuple(labels))


def named(fields: dict[str, str]) -> dict[str, str]:
    """Return fields by the names that documents have."""
    return {"published_at" if key == "published" else key: value for key, value in fields.items()}


def read_label(line: str) -> Label | None:
    found = LABEL.match(line)
    if not found:
        return None
    kind, klass, words, fields = found.groups()
    return Label(
        kind,
        klass,
        tuple((text, int(nth or 0)) for text, nth in WORDS.findall(words)),
        dict(item.split("=", 1) for item in shlex.split(fields)),
        line,
    )


def find(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Return the span of `words` in `text`; raises ValueError where they are missing or ambiguous."""
    places = [m.start() for m in re.finditer(re.escape(words), text)]
    if len(places) < max(1, nth) or (len(places) > 1 and not nth):
        raise ValueError(f"{words!r} stands {len(places)} times in {text!r}")
    start = places[max(1, nth) - 1]
    return start, start + len(words)
