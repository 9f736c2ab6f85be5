"""What lists are told of versions follows from the reports, whatever came first and however many together."""

from itertools import permutations

from tests.build import document

import crosswire
from crosswire.model.document import Document
from crosswire.pipeline import settling
from crosswire.pipeline.run import Acquired

WORDS = (
    "A grain silo collapsed in Tarvik on Monday, killing {} workers, the fire chief Osla Brandt said. Divers and "
    "cranes were called to the site near the harbour, and forty families were moved to a school for the night."
)


def report(name: str, outlet: str, dead: int, hour: int) -> Document:
    return document(
        WORDS.format(dead),
        id=name,
        outlet=outlet,
        published_at=f"2031-03-03T{hour:02}:30:00Z",
    )


REPORTS = (
    report("north-1", "North", 4, 10),
    report("north-2", "NORTH", 5, 12),
    report("south", "South", 4, 11),
    report("none", "", 4, 11),
)


def marks(desk):
    found = desk.store.view().standings([d.id for d in desk.documents()])
    return {name: (s.superseded_by, s.withdrawn) for name, s in found.items()}


def test_marks_do_not_depend_on_the_order_of_arrival():
    with crosswire.open() as desk:
        desk.keep(Acquired(documents=REPORTS, skipped=()))
        together = marks(desk)
    assert together["north-1"] == ("north-2", None), "an outlet is one however it is written"
    assert together["south"] == (None, None)
    for order in list(permutations(REPORTS))[::3]:
        with crosswire.open() as desk:
            for one in order:
                desk.keep(Acquired(documents=(one,), skipped=()))
            assert marks(desk) == together


def test_a_workspace_of_another_release_is_settled_as_a_whole(monkeypatch):
    with crosswire.open() as desk:
        monkeypatch.setattr(settling, "MADE_BY", "cluster 0")
        desk.keep(Acquired(documents=REPORTS[:2], skipped=()))
        (before,) = desk.stories()
        monkeypatch.undo()
        desk.keep(Acquired(documents=REPORTS[2:], skipped=()))
        (after,) = desk.stories()
        assert after.id == before.id
        assert set(after.documents) == {d.id for d in REPORTS}
        assert desk.check() == ()
