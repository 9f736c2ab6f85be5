"""Reports of one invented event in several languages, told from those of another of the same days and country."""

from pathlib import Path

import pytest

from crosswire.model.act import Constraints
from crosswire.pipeline.run import acquire_options, read_sources
from crosswire.settings import Settings
from crosswire.stages.cluster.across import alike, asks, held, reasons
from crosswire.stages.cluster.settle import cluster
from crosswire.stages.cluster.sketch import keys_of, sketch

STORIES = Path(__file__).parents[2] / "stories"
PILE = read_sources(
    [str(STORIES / name / "reports") for name in ("almenar", "quebrada")],
    acquire_options(Settings()),
).documents
BLAST = {
    "coastal-herald.md",
    "northern-ledger.md",
    "diario-del-muelle.md",
    "port-vestnik",
    "hangman-ilbo",
}
MINE = {"highland-post.md", "la-meseta.md", "gornye-izvestia", "gwangsan-sinmun", "al-marsad"}
SKETCHES = {d.id: sketch(d) for d in PILE}


def groups(stories):
    return {frozenset(story.documents) for story in stories}


def test_one_event_is_one_story_in_whatever_language():
    assert groups(cluster(PILE)) == {frozenset(BLAST), frozenset(MINE)}


def test_pairs_of_one_event_and_of_two():
    for one in SKETCHES.values():
        for other in SKETCHES.values():
            if one.language and one.id != other.id:
                same = {one.id, other.id} <= BLAST or {one.id, other.id} <= MINE
                assert bool(alike(one, other)) == same, (one.id, other.id)


def test_without_an_english_report_they_still_are_one_story():
    others = [d for d in PILE if d.language != "en"]
    assert groups(cluster(others)) == {
        frozenset(BLAST - {"coastal-herald.md", "northern-ledger.md"}),
        frozenset(MINE - {"highland-post.md"}),
    }


def test_a_member_says_what_ties_it():
    (story,) = [s for s in cluster(PILE) if "port-vestnik" in s.documents]
    (member,) = [m for m in story.members if m.document == "port-vestnik"]
    assert member.nearest in BLAST
    said = {reason.feature for reason in member.reasons}
    assert {"rare names in both, however spelled", "numbers in both"} <= said
    assert member.score == pytest.approx(sum(r.value * r.weight for r in member.reasons), abs=1e-3)


def test_reasons_are_the_same_from_either_side():
    one, other = SKETCHES["coastal-herald.md"], SKETCHES["port-vestnik"]
    assert reasons(one, other) == reasons(other, one) != ()


def test_what_a_person_sets_apart_stays_apart_and_what_is_put_together_together():
    apart = Constraints(apart=tuple(("hangman-ilbo", name) for name in BLAST - {"hangman-ilbo"}))
    assert frozenset({"hangman-ilbo"}) in groups(cluster(PILE, None, apart))
    joined = Constraints(together=(("hangman-ilbo", "highland-post.md"),))
    stories = groups(cluster(PILE, None, joined))
    assert any({"hangman-ilbo", "highland-post.md"} <= group for group in stories)


def test_too_far_apart_in_days():
    late = [d if d.id != "hangman-ilbo" else _on(d, "2025-05-29T09:10:00+09:00") for d in PILE]
    assert frozenset({"hangman-ilbo"}) in groups(cluster(late))


def _on(document, when):
    from msgspec.structs import replace

    return replace(document, published_at=replace(document.published_at, value=when))


def test_it_asks_by_the_very_keys_that_english_is_kept_under():
    for item in SKETCHES.values():
        for number in item.neutral.terms.tolist():
            assert {number, *keys_of([number], item.day).tolist()} <= asks(item).keys()


def test_english_is_kept_under_its_own_keys_alone():
    item = SKETCHES["coastal-herald.md"]
    assert held(item) == item.keys.tolist()
