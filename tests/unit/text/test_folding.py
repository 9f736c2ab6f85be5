import pytest

from crosswire.text.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harbour", "harbor"),
        ("organised", "organizes"),
        ("travelled", "traveled"),
        ("defence", "defense"),
        ("programmes", "program"),
        ("twelve", "12"),
        ("1,500", "1500"),
        ("ﬁre", "fire"),
        ("Centre", "center"),
    ],
)
def test_houses_agree_on_a_word(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("one", "1"), ("hour", "hor"), ("fire", "fare")])
def test_other_words_stay_apart(one, other):
    assert fold(one) != fold(other)
