"""Whose words they are: the nearest who says them, by the fullest name that the story has for him."""

import pytest
from tests.unit.reconcile.test_conflicts import EARLY, NEXT, dossier

__all__ = ["dossier"]


def speakers(made) -> dict[str, str]:
    return {variant.text: quote.speaker.name for quote in made.quotes for variant in quote.variants}


def said(made, words: str) -> str | None:
    return next((name for text, name in speakers(made).items() if words in text), None)


OTHER = ("Dam at Orrel holds", "The dam at Orrel held on Saturday, the police said.", NEXT)


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "“The two side gates will be closed at Orrel on Sunday,” Halden Water confirmed, as cited by Kestrel Wire.",
            "side gates",
            "Halden Water",
        ),
        (
            "Brackton-based Halden Water built the dam at Orrel. Norvale Steel made its gates. "
            "The Brackton-based firm said it was prepared to pay for the damage.",
            "prepared to pay",
            "Halden Water",
        ),
        (
            "Lena Ost, a spokeswoman for the Orrel fire brigade, spoke at the dam at Orrel. “Nobody was hurt,” Lena "
            "Ost said. The help of volunteers was crucial, the spokeswoman said.",
            "volunteers",
            "Lena Ost",
        ),
        (
            "The dam at Orrel is mended. Mayor Jan Arnel voiced “deep sorrow.”",
            "voiced “deep sorrow.”",
            "Jan Arnel",
        ),
        (
            "Mayor Jan Arnel described the dam at Orrel as a lasting danger to the valley.",
            "described the dam",
            "Jan Arnel",
        ),
    ],
)
def test_words_are_those_of_the_nearest_who_says_them(dossier, text, words, speaker):
    made = dossier(("Dam at Orrel", text, EARLY), OTHER)
    assert said(made, words) == speaker, speakers(made)


@pytest.mark.parametrize(
    "text",
    [
        "“The two side gates will be closed at Orrel on Sunday,” Halden Water confirmed, as cited by Kestrel Wire.",
        "The two side gates at Orrel will be closed until Sunday, Kestrel Wire reported, citing Halden Water.",
    ],
)
def test_a_medium_that_only_passes_words_on_is_no_second_speaker(dossier, text):
    made = dossier(("Dam at Orrel", text, EARLY), OTHER)
    assert "Kestrel Wire" not in speakers(made).values()
    assert said(made, "side gates") == "Halden Water"


def test_who_says_a_thing_citing_another_has_said_it(dossier):
    text = "The two side gates at Orrel will be closed until Sunday, Jan Arnel said, citing Halden Water."
    made = dossier(("Dam at Orrel", text, EARLY), OTHER)
    assert {q.speaker.name for q in made.quotes} >= {"Jan Arnel", "Halden Water"}
    assert len({q.id for q in made.quotes}) == len(made.quotes)
