"""Nouns that name people, for whoever counts them or hears them speak."""

from functools import cache, lru_cache

from crosswire import lexicon
from crosswire.text.words import stem, words


@cache
def _people() -> frozenset[str]:
    return frozenset(
        stem(row["word"]) for row in lexicon.table("figures_counted") if row["class"] == "person"
    ) | {"killed", "injured", "dead", "kill", "injur"}


@lru_cache(maxsize=16_384)
def counts_people(counted: str | None) -> bool:
    """Tell whether a counted noun names people."""
    if not counted:
        return False
    return any(stem(w.text) in _people() or w.text.lower() in _people() for w in words(counted))
