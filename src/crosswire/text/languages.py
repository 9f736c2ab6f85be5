"""What is known of a language by its code: its names, how it is written, and how far its reports are read.

A report whose language is not known is taken for English, as it is too short or too mixed to tell.
"""

from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import Depth


class Language(NamedTuple):
    """A language: English name, own name, direction of writing, signs of numbers, and the layers that are filled."""

    code: str
    name: str
    own: str
    rtl: bool
    group: str
    decimal: str
    depth: Depth
    layers: tuple[str, ...]


def language(code: str | None) -> Language:
    """Return what is known of the language with an ISO 639 code; of an unknown code, the code as its name."""
    return _known().get(code or "en") or Language(
        code or "en", code or "", code or "", False, ",", ".", "none", ()
    )


def depth(code: str | None) -> Depth:
    """Return how far reports in a language are read."""
    return language(code).depth


def is_whole(code: str | None) -> bool:
    """Tell whether reports in a language are read by the parser and every layer."""
    return code is None or language(code).depth == "whole"


@cache
def _known() -> dict[str, Language]:
    read = {row["code"]: row for row in lexicon.table("languages_read")}
    found = {}
    for row in lexicon.table("languages"):
        said = read.get(row["code"])
        found[row["code"]] = Language(
            row["code"],
            row["name"],
            row["own"],
            row["direction"] == "rtl",
            " " if row["group"] == "_" else row["group"],
            row["decimal"],
            said["depth"] if said else "none",  # type: ignore[arg-type]
            tuple(said["layers"].split()) if said else (),
        )
    return found
