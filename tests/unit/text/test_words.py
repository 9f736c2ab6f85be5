import pytest

from crosswire.text.words import is_stop, names, number, split, stem, terms_of, words


def test_offsets_give_the_words_back():
    text = "Mr. O’Dell’s 1,500 sheep – all “merino” – left Häme at 5.30."
    assert all(text[word.start : word.end] == word.text for word in words(text))
    assert [word.text for word in words(text)][:4] == ["Mr", "O’Dell’s", "1,500", "sheep"]


def test_a_stretch_keeps_the_offsets_of_the_whole_text():
    (word,) = words("one two three", 4, 7)
    assert (word.start, word.end, word.text) == (4, 7, "two")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("summoned", "summons"),
        ("taking", "take"),
        ("stopped", "stops"),
        ("cities", "city"),
        ("Norland's", "norland"),
        ("US", "U.S."),
        ("U.N.", "UN"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


def test_the_pronoun_is_not_the_country():
    assert stem("us") != stem("US")
    assert is_stop(stem("us"))


def test_function_words_and_single_letters_are_no_terms():
    assert [terms_of(word) for word in ("the", "x", "harbours")] == [(), (), ("harbour",)]


def test_a_script_without_spaces_gives_pairs_of_letters():
    assert terms_of("大使館") == ("大使", "使館")


def test_names_are_runs_of_capitalised_words_that_are_not_just_first_in_a_sentence():
    text = "Police met Ulla Brandvik in Lindmar. Boats left. The boats of Lindmar were new."
    assert names(*split(text)) == ["ulla brandvik", "lindmar", "lindmar"]


def test_a_headline_in_capitals_is_judged_by_the_body():
    found, gaps = split("Norland Closes Harbour\nOn Monday Norland closes its harbour.")
    assert "norland" in names(found, gaps, headline=3)
    assert not any("harbour" in name for name in names(found, gaps, headline=3))


def test_splitting_gives_the_words_and_all_that_stands_between_them():
    text = "«Äh», said Mr. O’Dell – at 5.30, in the U.S. of 大使館.\nNo: 1,500!"
    found, gaps = split(text)
    assert found == [word.text for word in words(text)]
    assert text.startswith("".join(gap + word for gap, word in zip(gaps, found, strict=True)))


@pytest.mark.parametrize(
    ("word", "after", "value"),
    [("1,500", "troops", 1500), ("2.5", "million", 2.5e6), ("x", "", None), ("1.2.3", "", None)],
)
def test_numbers(word, after, value):
    assert number(word, after) == value
