from crosswire.text.passages import passages

COPY = (
    "Lifeboats brought all 214 passengers ashore by morning, and the captain told investigators that"
    " the steering had failed in heavy seas off Lindmar"
)


def cut(text, start, end):
    return text[start:end]


def test_a_copied_stretch_is_found_with_its_offsets_in_both():
    left, right = f"Norland was calm. {COPY}. He left.", f"Other words here. {COPY}, it was said."
    (found,) = passages(left, right)
    assert cut(left, found.left_start, found.left_end) == COPY
    assert cut(right, found.right_start, found.right_end) == COPY
    assert found.words == 23


def test_small_edits_do_not_break_a_passage():
    edited = COPY.replace("all 214 passengers", "all of the passengers").replace(
        "heavy", "very heavy"
    )
    (found,) = passages(COPY, edited)
    assert cut(edited, found.right_start, found.right_end) == edited
    assert cut(COPY, found.left_start, found.left_end) == COPY
    assert found.words == 22


def test_sentences_in_another_order_are_passages_of_their_own():
    first = "The council met for nine hours before it voted to close both of the village schools"
    left, right = f"{COPY}. {first}.", f"{first}. {COPY}."
    assert [cut(left, p.left_start, p.left_end) for p in passages(left, right)] == [first, COPY]


def test_a_short_run_is_no_passage():
    assert (
        passages(
            "he said at a news conference on Monday", "she said at a news conference on Monday"
        )
        == []
    )
    assert passages("", COPY) == []


def test_hostile_repetition_stays_linear_and_finds_copies():
    spam = "spam " * 20_000
    (found,) = passages(spam, spam)[:1]
    assert found.words >= 12
