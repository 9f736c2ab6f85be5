import pytest

from crosswire.text.tfidf import Rarity, background, cosine, vector


def test_a_common_word_weighs_less_than_a_rare_one():
    rarity = Rarity()
    assert rarity.of("government") < rarity.of("brandvik")


def test_what_all_of_a_big_collection_holds_weighs_little():
    rarity = Rarity([["ferry", f"x{i}"] for i in range(2000)])
    assert rarity.of("ferry") < 0.1 < rarity.of("x7")


def test_a_vector_has_unit_length_and_keeps_the_heaviest():
    rarity = Rarity()
    full = vector({"government": 1, "brandvik": 3, "lindmar": 1}, rarity)
    assert cosine(full, full) == pytest.approx(1.0)
    assert set(vector({"government": 1, "brandvik": 3, "lindmar": 1}, rarity, keep=2)) == {
        "brandvik",
        "lindmar",
    }
    assert vector({}, rarity) == {}


def test_cosine_is_symmetric_and_zero_for_strangers():
    rarity = Rarity()
    one, other = vector({"a1": 1, "b1": 2}, rarity), vector({"b1": 1, "c1": 1, "d1": 1}, rarity)
    assert cosine(one, other) == cosine(other, one) > 0
    assert cosine(one, vector({"z9": 1}, rarity)) == 0


def test_the_background_is_shares():
    assert len(background()) > 5000
    assert all(0 < share <= 1 for share in background().values())
