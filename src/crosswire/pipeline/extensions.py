"""Plug-ins at work: sources that they read, steps that they add. What one of them breaks is left out, and told.

A step of a plug-in runs after the package's own. It may change only the layers that it says it writes, and a
finding whose words do not stand in the text is never taken.
"""

import dataclasses
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from crosswire import plugins
from crosswire.errors import UsageError
from crosswire.model.annotation import Annotations
from crosswire.model.codec import to_plain
from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.plugins import Plugin
from crosswire.stages.acquire.options import AcquireOptions

LAYERS = (
    "entities",
    "mentions",
    "attributions",
    "figures",
    "times",
    "places",
    "events",
    "clauses",
)
"""The layers that a step may write."""


# ---------------------------------------------------------------- sources


def opened(
    sources: Sequence[str], options: AcquireOptions
) -> tuple[list[str], AcquireOptions, tuple[Skipped, ...]]:
    """Return sources with those of plug-ins read: their records stand in for standard input (`-`).

    Raises UsageError where standard input is named besides.
    """
    ours = [s for s in sources if _plugin(s) is None]
    theirs = [s for s in sources if _plugin(s) is not None]
    if not theirs:
        return list(sources), options, ()
    if "-" in ours:
        raise UsageError(f"- and {theirs[0]} can't be read in one call; call twice")
    skipped: list[Skipped] = []
    lines = b"".join(line for source in theirs for line in _lines(source, skipped))
    if not lines:
        return ours, options, tuple(skipped)
    return [*ours, "-"], dataclasses.replace(options, stdin=io.BytesIO(lines)), tuple(skipped)


def _plugin(source: str) -> Plugin | None:
    """Return the plug-in that reads `NAME:…`; none for web addresses and for files that are there."""
    name, colon, rest = source.partition(":")
    if not colon or not name.isidentifier() or rest.startswith("//") or Path(source).exists():
        return None
    return plugins.plugins(plugins.SOURCES).get(name)


def _lines(source: str, skipped: list[Skipped]) -> Iterator[bytes]:
    """Yield the records of a source as JSON Lines; a failure is noted, and what came before it stays."""
    plugin = _plugin(source)
    if plugin is None or plugin.run is None:
        return
    try:
        for number, record in enumerate(plugin.run(source.partition(":")[2]), start=1):
            if isinstance(record, Mapping):
                yield msgspec.json.encode({"id": f"{source}:{number}", **record}) + b"\n"
            else:
                reason = f"{plugin} gave {type(record).__name__}; expected a dict with a text"
                skipped.append(Skipped(document=f"{source}:{number}", reason=reason))
    except Exception as error:  # a stranger's code must not stop the other sources
        skipped.append(Skipped(document=source, reason=plugin.failed(error)))


# ---------------------------------------------------------------- steps


@cache
def steps() -> tuple[Plugin, ...]:
    """Return the steps that plug-ins add, in the order of names; those that name no layer of ours are told once."""
    sound = []
    for step in plugins.plugins(plugins.STEPS).values():
        unknown = [
            name for name in (*reads(step), *writes(step)) if name not in ("document", *LAYERS)
        ]
        if unknown or not writes(step):
            named = f"names {', '.join(unknown)}" if unknown else "says nothing of what it writes"
            plugins.warn(f"{step} is left out: it {named}; layers are: {', '.join(LAYERS)}")
        else:
            sound.append(step)
    return tuple(sound)


def writes(step: Plugin) -> tuple[str, ...]:
    """Return the layers that a step says it writes."""
    return tuple(map(str, getattr(step.run, "writes", ())))


def reads(step: Plugin) -> tuple[str, ...]:
    """Return the layers that a step says it reads."""
    return tuple(map(str, getattr(step.run, "reads", ("document",))))


def step_version(step: Plugin) -> str:
    """Return the version of a step: its own, else its package's."""
    return str(getattr(step.run, "version", step.version))


def extended(
    documents: Sequence[Document], annotations: Sequence[Annotations]
) -> list[Annotations]:
    """Return annotations with what the steps of plug-ins add to them."""
    found = list(annotations)
    for step in steps():
        found = [_extended(step, d, a) for d, a in zip(documents, found, strict=True)]
    return found


def _extended(step: Plugin, document: Document, annotations: Annotations) -> Annotations:
    try:
        made = step.run(document, annotations) if step.run else annotations
        layers = {name: tuple(getattr(made, name)) for name in writes(step)}
    except Exception as error:  # a stranger's code must not stop the others
        plugins.warn(f"{step.failed(error)} ({document.id} is read without it)")
        return annotations
    for name, layer in layers.items():
        wrong = next((s for s in _spans(to_plain(layer)) if not _literal(s, document.text)), None)
        if wrong is not None:
            plugins.warn(
                f"{step} wrote {name} with words that do not stand in {document.id} at "
                f"[{wrong['start']}, {wrong['end']}); the layer is left as it was"
            )
            layers = {n: held for n, held in layers.items() if n != name}
    found = replace(annotations, **layers)
    if found.read == "none" and any(layers.values()):
        return replace(found, read="part", skipped=None)  # a language that the plug-in reads
    return found


def _literal(span: dict[str, Any], text: str) -> bool:
    start, end = span["start"], span["end"]
    return 0 <= start < end <= len(text) and bool(text[start:end] == span["text"])


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for child in value.values():
            yield from _spans(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _spans(child)
