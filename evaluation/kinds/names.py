"""Kinds of error in names of persons, bodies and places: missed, split, mixed, of the wrong kind, aliases left out."""

from collections.abc import Sequence

from evaluation.kinds.base import Item, Kinds

SPLIT = "split in two"


def nearness(wanted: Item, found: Item) -> float:
    """Return the number of common names, twice that where the kind is right."""
    common = len(plain(wanted) & plain(found))
    return common * (2.0 if wanted["type"] == found["type"] else 1.0)


def plain(item: Item) -> set[str]:
    """Return the names without an article."""
    return {name.lower().removeprefix("the ") for name in item["names"]}


def kind(wanted: Item, found: Item) -> str | None:
    right, ours = wanted["type"], found["type"]
    return None if right == ours else f"kind is another: {ours} for {right}"


def aliases(wanted: Item, found: Item) -> str | None:
    left = set(filter(None, (wanted.get("mentions") or "").split("|"))) - set(found["names"])
    return "an alias left out" if left else None


def titles(wanted: Item, found: Item) -> str | None:
    left = set(filter(None, (wanted.get("titles") or "").split("|"))) - set(found["titles"])
    return "title missing or another" if left else None


def country(wanted: Item, found: Item) -> str | None:
    if "country" not in wanted or wanted["country"] == found["country"]:
        return None
    return "country missing" if found["country"] is None else "country is another"


def missed(wanted: Item, found: Sequence[Item]) -> str:
    if any(plain(wanted) & plain(item) for item in found):
        return "mixed with another"
    words = set(wanted["words"].lower().split())
    inside = any(words & set(name.split()) for item in found for name in plain(item))
    return "missed, part of it read as a name" if inside else f"missed: {wanted['type']}"


def extra(found: Item, wanted: Sequence[Item]) -> str:
    split = any(plain(found) & plain(item) for item in wanted)
    return SPLIT if split else f"extra: {found['type']}"


NAMES = Kinds(nearness, (kind, aliases, titles, country), (), missed, extra, frozenset({SPLIT}))
