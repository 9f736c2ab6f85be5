"""News agencies by the forms they are credited in (`lexicon/data/agencies.tsv`)."""

import re
from functools import cache

from crosswire import lexicon


@cache
def forms() -> dict[str, tuple[str, str]]:
    """Return (canonical name, scope) by the form credited, letter case as printed."""
    return {row["form"]: (row["name"], row["scope"]) for row in lexicon.table("agencies")}


@cache
def _folded() -> dict[str, tuple[str, str]]:
    return {form.casefold(): found for form, found in forms().items()}


def agency(words: str, *, photo: bool = False) -> str | None:
    """Return the canonical name of the agency that `words` are; picture agencies only where `photo`."""
    found = _folded().get(" ".join(words.split()).strip(" .,").casefold())
    return found[0] if found and (photo or found[1] == "text") else None


@cache
def pattern() -> str:
    """Return a pattern of all forms, longest first, letter case as printed or all capitals."""
    known = set(forms()) | {form.upper() for form in forms()}
    return "|".join(re.escape(form) for form in sorted(known, key=lambda f: (-len(f), f)))


_LINE = 120
"""Code points past which a line lists no agencies."""
_FRONT = re.compile(r"[\s()\[\].,/;|&+–—-]*([^\s()\[\].,/;|&+–—-]*)")
_LIST = re.compile(r"\s*(?:[/,;|&+–—-]|\band\b|\bwith\b)\s*")


@cache
def _fronts() -> frozenset[str]:
    return frozenset(_front(form) for form in forms()) | {"", "the", "and", "with"}


def _front(words: str) -> str:
    found = _FRONT.match(words)
    return found[1].casefold() if found else ""


def _may_list(words: str) -> bool:
    """Tell whether a line begins as a form does, or as one may that lists agencies; most prose does not."""
    return _front(words) in _fronts()


def agencies(words: str) -> tuple[str, ...]:
    """Return the agencies that `words` list ("Reuters - AP - AFP"), or nothing where any part is none."""
    if len(words) > _LINE or not _may_list(words):
        return ()
    whole = agency(words)
    if whole:
        return (whole,)
    parts = [part for part in _LIST.split(words.strip(" ()[].-–—")) if part]
    named = [agency(part.removeprefix("the ")) for part in parts]
    return tuple(dict.fromkeys(n for n in named if n)) if named and all(named) else ()
