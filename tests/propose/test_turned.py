"""Lies drawn by chance from honest sentences: each is refused for some reason; an honest one beside them is kept."""

import re
from random import Random
from typing import Any

import pytest

from tests.propose.test_lies import HONEST, asked
from tests.rounds import rounds

LEDES = {name: draft for name, draft in HONEST.items() if draft["kind"] == "lede"}
STRANGERS = "Odile Mercer Harn Vostok Pell Tessa".split()
PUT_IN = (
    "not never nearly only reportedly allegedly confirmed deadly illegally 9 ninety million".split()
)

JOINTS = ("that", "said")
"""May stand on either side of what they join: "police said", "said police"."""


def numbers(text: str, chance: Random) -> str:
    """Change one number."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    match = chance.choice(found)
    other = str(int(match[0]) + chance.choice((-1, 1, 10, 100)))
    return text[: match.start()] + other + text[match.end() :]


def names(text: str, chance: Random) -> str:
    """Put a stranger's name in the place of one."""
    found = list(re.finditer(r"(?<=[a-z] )[A-Z][a-z]+", text))
    if not found:
        return text
    match = chance.choice(found)
    return text[: match.start()] + chance.choice(STRANGERS) + text[match.end() :]


def words(text: str, chance: Random) -> str:
    """Put a word in that changes what is said."""
    parts = text.split(" ")
    parts.insert(chance.randrange(1, len(parts)), chance.choice(PUT_IN))
    return " ".join(parts)


def order(text: str, chance: Random) -> str:
    """Turn two words that follow one another, both of them more than a joint."""
    parts = text.split(" ")
    at = chance.randrange(len(parts) - 1)
    if all(part.isalpha() and len(part) > 3 and part not in JOINTS for part in parts[at : at + 2]):
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return " ".join(parts)


TURNS = (numbers, names, words, order)


@pytest.mark.parametrize("seed", rounds(4, 400))
def test_no_lie_that_is_drawn_is_kept(seed: int) -> None:
    chance = Random(seed)
    turned: dict[str, dict[str, Any]] = {}
    for _ in range(6):
        draft = chance.choice(list(LEDES.values()))
        text = chance.choice(TURNS)(draft["text"], chance)
        if text != draft["text"]:
            turned[text] = {**draft, "text": text}
    honest = chance.choice(list(LEDES.values()))
    *lies, kept = asked(*turned.values(), honest, kinds=("lede",))
    assert kept.state == "kept"
    assert len(lies) == len(turned)
    assert [(lie.text, lie.state) for lie in lies if lie.state != "refused"] == []
    assert all(lie.reasons for lie in lies)
