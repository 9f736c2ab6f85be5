"""The wordings of `data/*.toml` by kind of event and split; two splits share no family of wording and no name."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "data"
SPLITS = ("tune", "score")
_SHARED = ("common", "names")
FAMILIES = 4
"""Families of wording that a split has for every fact; no two reports of one story use the same."""


class Wording(NamedTuple):
    """What a story of one kind is told with: its cast, its figures, and the families of one split."""

    kind: str
    cast: dict[str, Any]
    told: dict[str, Any]
    """Families of the kind, then those that all kinds share."""
    names: dict[str, Any]
    noise: dict[str, list[str]]
    edits: dict[str, str]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of event that there are wordings for."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.toml") if p.stem not in _SHARED))


def wording(kind: str, split: str) -> Wording:
    """Return the wordings of a kind of event in a split; raises KeyError for an unknown split."""
    own, shared = _read(kind), _read("common")
    return Wording(
        kind=kind,
        cast={key: value for key, value in own.items() if key not in SPLITS},
        told={**shared[split], **own[split]},
        names=_read("names")[split],
        noise=shared["noise"],
        edits=shared["edits"],
    )
