"""Laws of all layers together: any sentence is read, every span is exact, one bad document never stops the rest."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.build import annotate_text, document

from crosswire.model.annotation import Annotations, Figure, Mention, Place, Time
from crosswire.stages.annotate import layers
from crosswire.stages.annotate.figures import find_figures

WORDS = (
    "That ’s why I want to paint it easier for you . The mayor of Arlen , Ms. Brox said “ we will not "
    "” according as well along with together denied that 14 people 3.5 million dollars on Monday he they "
    "it who which , and or but nor neither if whether had been was were killed by least more than told "
    "reporters spokesman ministry ( ) — ’ n’t do did may could accused expected Tuesday ? ! : ; … quoting "
    "citing reportedly unconfirmed at in from near Velmora $ % - 's \n\n"
).split(" ")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
@example("That ’s why I want to paint it easier for you .".split())
def test_any_words_are_read_with_exact_spans(words: list[str]) -> None:
    text = " ".join(words)
    found = annotate_text(f"Brox spoke in Arlen. {text}")
    for each in spanned(found):
        assert found.text[each.start : each.end] == each.text


def spanned(found: Annotations) -> list[Figure | Time | Mention | Place]:
    """Return what of each layer has a span and its text."""
    return [*found.figures, *found.times, *found.mentions, *found.places]


def test_a_document_on_which_a_layer_fails_says_so_and_never_stops_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = find_figures

    def failing(document, tree, times):  # type: ignore[no-untyped-def]
        if "fails" in document.text:
            raise IndexError("list index out of range")
        return find(document, tree, times)

    monkeypatch.setattr(layers, "find_figures", failing)
    texts = ["Brox paid 14 euros.", "This one fails.", "Arlen has 9 mayors."]
    first, second, third = layers.annotate(
        [document(text, id=str(place)) for place, text in enumerate(texts)]
    )
    assert [len(first.figures), len(third.figures)] == [1, 1]
    assert first.skipped is third.skipped is None
    assert second.text == "This one fails."
    assert not second.sentences
    assert "a defect of crosswire: IndexError: list index out of range in failing" in (
        second.skipped or ""
    )
