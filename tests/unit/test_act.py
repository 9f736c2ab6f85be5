"""Acts to what stages honour: later ones win, undone ones say nothing, removed reports leave no trace."""

from crosswire.model.act import (
    TAKEN_DOWN,
    Act,
    Constraints,
    constraints,
    judgements,
    without_document,
)
from crosswire.model.span import Evidence


def act(number, kind, documents=(), others=(), **fields):
    return Act(
        id=f"a{number}",
        number=number,
        at="2031-01-01T00:00:00.000000Z",
        who="ada",
        kind=kind,
        documents=tuple(documents),
        others=tuple(others),
        **fields,
    )


def words(document, text="said so"):
    return Evidence(document=document, start=0, end=len(text), text=text)


def test_a_merge_keeps_all_of_both_stories_together():
    found = constraints([act(1, "merge", "ab", "cd")])
    assert found == Constraints(together=(("a", "b"), ("a", "c"), ("a", "d")))


def test_a_split_keeps_the_taken_together_and_away_from_each_of_the_rest():
    found = constraints([act(1, "split", "ab", "cd")])
    assert found.together == (("a", "b"),)
    assert found.apart == (("a", "c"), ("a", "d"))


def test_a_later_split_takes_a_report_out_of_an_earlier_merge():
    found = constraints([act(1, "merge", "ab", "cd"), act(2, "split", "c", "abd")])
    assert found.together == (("a", "b"), ("a", "d"))
    assert found.apart == (("a", "c"),)


def test_a_later_merge_takes_back_an_earlier_split():
    found = constraints([act(1, "split", "a", "bc"), act(2, "merge", "a", "bc")])
    assert found == Constraints(together=(("a", "b"), ("a", "c")))


def test_a_later_merge_of_other_stories_leaves_a_split_standing():
    found = constraints([act(1, "split", "a", "b"), act(2, "merge", "b", "c")])
    assert found.apart == (("a", "b"),)
    assert found.together == (("b", "c"),)


def test_the_order_is_the_number_and_not_the_list():
    acts = [act(1, "merge", "ab", "cd"), act(2, "split", "c", "abd")]
    assert constraints(reversed(acts)) == constraints(acts)


def test_what_was_undone_says_nothing():
    assert not constraints([act(1, "merge", "ab", "cd", undone_at="2031-01-02")])
    assert judgements([act(1, "confirm", about="alias", names=("x", "y"), undone_at="z")]) == ()


def test_the_last_word_on_a_thing_counts_whichever_way_round_it_was_named():
    found = judgements(
        [
            act(1, "confirm", about="alias", names=("NIS", "agency")),
            act(2, "reject", about="alias", names=("agency", "NIS")),
            act(3, "confirm", about="root", names=("c1", "NIS")),
        ]
    )
    assert [(j.act, j.about, j.holds) for j in found] == [
        ("a2", "alias", False),
        ("a3", "root", True),
    ]


def test_a_removed_report_leaves_its_acts_but_is_not_in_them():
    merged = without_document(act(1, "merge", "ab", "cd"), "a")
    assert (merged.documents, merged.others) == (("b",), ("c", "d"))
    judged = act(2, "confirm", about="root", names=("c1", "NIS"), evidence=(words("a"),))
    assert without_document(judged, "a").names == ()
    assert without_document(judged, "a").evidence == ()
    assert without_document(judged, "z") == judged
    remark = act(3, "note", "a", names=("a",), text="a says: so and so")
    assert without_document(remark, "a", quotes=True).text == TAKEN_DOWN
    assert without_document(remark, "a").text == remark.text
    assert judgements([without_document(judged, "a")]) == ()
