"""Words are found whole whatever their script, accents and capitals, at the offsets of the text."""

import pytest

from crosswire.text.spelling import folded, word_spans


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Die Fähre SANK", "fahre", "Fähre"),
        ("انقلبت عبارة قرب الميناء", "عبارة", "عبارة"),
        ("משמר החופים חיפש עדים", "עדים", "עדים"),
        ("The ferries turned", "ferr*", "ferries"),
    ],
)
def test_a_word_is_found_whole(text: str, words: str, found: str) -> None:
    assert [text[start:end] for start, end in word_spans(folded(text), words)] == [found]
    assert len(folded(text)) == len(text)
