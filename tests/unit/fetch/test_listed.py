"""The table of attacks in the docs names tests that are there, and every test of an attack on watching stands in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/explanation/fetching.md"
LINK = re.compile(r"\[([^\]]+)\]\(\.\./\.\./(tests/unit/[\w/]+\.py)\)")


def listed() -> list[tuple[str, str, str]]:
    """Return attack, file and test of the table's rows."""
    text = (
        PAGE.read_text(encoding="utf-8").split("## Each attack and its test")[1].split("\n## ")[0]
    )
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| ")][1:]
    return [
        (attack.strip(), file, f"test_{words.replace(' ', '_')}")
        for attack, cell in rows
        for words, file in LINK.findall(cell)
    ]


def named_in(file: str) -> set[str]:
    return set(
        re.findall(r"^def (test_\w+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_every_attack_of_the_table_has_a_test_that_is_there() -> None:
    found = listed()
    assert len({attack for attack, _, _ in found}) > 20
    assert [row for row in found if row[2] not in named_in(row[1])] == []


def test_every_test_of_an_attack_stands_in_the_table() -> None:
    told = {name for _, _, name in listed()}
    assert named_in("tests/unit/watch/test_attacks.py") - told == set()
