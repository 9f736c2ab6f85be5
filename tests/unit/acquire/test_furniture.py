"""What is looked at first, so that prose costs little, never changes what a paragraph is."""

import random
from pathlib import Path

import pytest

from crosswire import lexicon
from crosswire.stages.acquire import agencies, phrases
from crosswire.stages.acquire import furniture as shapes
from crosswire.stages.acquire.furniture import furniture, is_promo, signs
from crosswire.stages.acquire.phrases import normal

CASES = sorted((Path(__file__).parents[2] / "cases" / "blocks").glob("*.txt"))
PHRASES = [row["phrase"] for row in lexicon.table("furniture")]
SHAPED = (
    "(Ann Lowe/AP)", "© AFP", "Photographer: Jo Field", "3 of 9", "Photo 2 of 7", "CLOSE Up", "#one #two #three",
    "posted by Ann on May 4", "made available by the navy", "Follow us on X", "@ann", "www.example.org", "[See more]",
    "http://example.org/a", "Home > News", "|", "Copyright 2019", "Reuters Crowds gather", "in a handout photo",
)  # fmt: skip
ENDS = ("", ".", "?", '."', ".”", ")", "…", ":", "}", " …", ".)")
PROSE = "The harbour board met on Monday and chose a wall of stone over one of steel, which costs more but lasts"


def paragraphs(seed: int, count: int = 3000) -> list[str]:
    """Return prose of many lengths with furniture put in at its front, its end or anywhere."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        words = (PROSE + ". " + PROSE).split(" ")[: chance.randint(1, 44)]
        for _ in range(chance.randint(0, 2)):
            put = chance.choice(chance.choice((PHRASES, SHAPED)))
            place = chance.choice((0, len(words), chance.randint(0, len(words))))
            words.insert(place, chance.choice((put, put.capitalize(), put.upper())))
        found.append((" ".join(words) + chance.choice(ENDS)).strip())
    return [text for text in found if text]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_plain_is_of_no_shape(seed: int) -> None:
    plain = 0
    for text in paragraphs(seed):
        low = normal(text)
        if shapes._is_plain(text, low, signs(normal(text)).marks):
            plain += 1
            assert shapes._by_shape(text) is None, text
    assert plain > 100


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_signs_of_the_whole_text_serve_each_paragraph(path: Path) -> None:
    text = path.read_text()
    text += "\n" + "\n".join(paragraphs(len(text), 40))
    of = signs(normal(text))
    for line in text.split("\n"):
        if line.strip():
            assert furniture(line, of) == furniture(line), line
            assert is_promo(line, of) == (furniture(line) == "promo"), line


def test_invisible_signs_and_other_quotes_are_seen_through() -> None:
    assert (
        normal("Today\u2019s\u200b  \u201cPaper\u201d\u00a0´x` Straße")
        == "today's \"paper\" 'x' strasse"
    )
    assert furniture("Si\u200bgn up for the morning letter") == "promo"


def test_all_that_stands_in_a_text_is_told() -> None:
    """Also what overlaps or stands within a word, and beside characters that are no text."""
    marks = ("follow", "#", "©", "[photo", "www.")
    known = set(phrases.held(" ".join(marks) + " view photo", marks))
    assert known >= {*marks, "view photo"}
    chance = random.Random(7)
    inside = [row["phrase"] for row in lexicon.table("furniture") if row["match"] == "inside"]
    parts = [*inside, *marks, *"wall a xfollow onx harbour \ud800 é".split(" ")]
    there = 0
    for _ in range(2000):
        some = (chance.choice(parts) for _ in range(chance.randint(0, 8)))
        low = normal("".join(part + chance.choice((" ", " ", "", ".")) for part in some))
        expected = [one for one in (*inside, *marks) if one in low]
        there += bool(expected)
        assert phrases.held(low, marks) == expected
    assert 200 < there < 1990


AGENCIES = ("Reuters", "AFP", "the Associated Press", "dpa", "Kyodo News", "Ann Lowe", "and", "The")


def test_a_line_is_not_read_for_agencies_where_it_begins_as_none() -> None:
    chance = random.Random(5)
    listed = 0
    for _ in range(3000):
        names = [chance.choice(AGENCIES) for _ in range(chance.randint(1, 3))]
        line = chance.choice((" - ", "/", " and ", ", ", ".", " ")).join(names)
        line = chance.choice(("", "(", "and ", "the ", ". ")) + line + chance.choice(("", ")", "."))
        found = agencies.agencies(line)
        listed += bool(found)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(agencies, "_may_list", lambda words: True)
            assert agencies.agencies(line) == found, line
    assert listed > 300
