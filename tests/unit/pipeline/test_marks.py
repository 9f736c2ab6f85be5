"""What lists are told of versions is never behind the stories: not over a kill, not after a takedown."""

import json

import pytest

from crosswire.pipeline import marking
from crosswire.workspace import Workspace

TEXT = (
    "A grain silo collapsed in Tarvik on Monday, killing {} workers, the fire chief Osla Brandt said. Divers and "
    "cranes were called to the site near the harbour, and forty families were moved to a school for the night."
)


def item(version: int, dead: int, status: str = "usable") -> str:
    return json.dumps(
        {
            "uri": "urn:wire:1",
            "type": "text",
            "version": str(version),
            "pubstatus": status,
            "headline": "Silo collapses in Tarvik",
            "body_text": TEXT.format(dead) if dead else "",
            "versioncreated": f"2031-03-03T1{version}:30:00Z",
            "provider": "North Wire",
        }
    )


@pytest.fixture
def files(tmp_path):
    for name, content in {
        "first": item(1, 4),
        "kill": item(2, 0, "canceled"),
        "third": item(3, 6),
        "last": item(4, 0, "canceled"),
    }.items():
        (tmp_path / f"{name}.json").write_text(content)
    return lambda name: str(tmp_path / f"{name}.json")


def standing(desk):
    return {
        name: (s.superseded_by, bool(s.withdrawn))
        for name, s in desk.store.view().standings([d.id for d in desk.documents()]).items()
    }


def test_a_report_whose_later_version_was_removed_is_counted_again(files):
    with Workspace() as desk:
        desk.add(files("first"))
        desk.add(files("third"))
        assert standing(desk) == {
            "urn:wire:1": ("urn:wire:1~2", False),
            "urn:wire:1~2": (None, False),
        }
        desk.remove("urn:wire:1~2")
        assert standing(desk) == {"urn:wire:1": (None, False)}
        assert desk.check() == ()


def test_a_kill_of_an_earlier_version_holds_when_the_later_one_is_removed(files):
    with Workspace() as desk:
        for name in ("first", "kill", "third"):
            desk.add(files(name))
        assert standing(desk)["urn:wire:1~2"] == (None, False)
        desk.remove("urn:wire:1~2")
        assert standing(desk) == {"urn:wire:1": (None, True)}
        assert desk.check() == ()


class Killed(BaseException):
    """Stands for the end of the process."""


def test_stories_and_marks_are_settled_in_one_transaction(files, monkeypatch):
    with Workspace() as desk:
        desk.add(files("first"))

        def die(*given):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(marking, "mark", die)
            with pytest.raises(Killed):
                desk.add(files("third"))
        assert desk.store.view().unsettled() == ("urn:wire:1~2",), "nothing of it was done"
        desk.settle()
        assert standing(desk)["urn:wire:1"] == ("urn:wire:1~2", False)
        assert desk.check() == ()


def test_a_notice_that_was_kept_and_not_heeded_is_heeded_by_the_next_run(files, monkeypatch):
    with Workspace() as desk:
        desk.add(files("first"))

        def die(*given):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(marking, "_tell", die)
            with pytest.raises(Killed):
                desk.add(files("kill"))
        assert standing(desk) == {"urn:wire:1": (None, False)}
        desk.settle()
        assert standing(desk) == {"urn:wire:1": (None, True)}
        assert not desk.store.view().records(marking.Unheeded)
