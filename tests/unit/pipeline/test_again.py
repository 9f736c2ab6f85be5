"""A dossier asked for again is the kept one, to the letter, until anything it is made of changes."""

from pathlib import Path

import pytest

import crosswire
from crosswire.model.codec import to_json
from crosswire.pipeline.again import Made
from crosswire.samples import sample_folder
from crosswire.workspace import held


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "news.db")


def test_the_same_story_is_not_made_twice(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with crosswire.open(path) as workspace:
        workspace.add(str(sample_folder("ferry")))
        story = workspace.stories()[0].id
        made = workspace.dossier(story)
    with crosswire.open(path) as workspace, monkeypatch.context() as patch:
        patch.setattr(held, "dossier_of", lambda *given: pytest.fail("it was made again"))
        assert to_json(workspace.dossier(story)) == to_json(made)
        assert len(workspace.revisions(story)) == 1
    with crosswire.open(path) as workspace:
        act = workspace.note(story, "Seen by two.")
        assert to_json(workspace.dossier(story)) == to_json(made)
        workspace.undo(act.id)
        workspace.remove(made.documents[0].id)
        after = workspace.dossier(story)
        gone = made.documents[0].id
        assert gone not in {d.id for d in after.documents}
        kept = workspace.store.view().record(story, Made)
        assert kept is not None
        assert kept.revision == after.story.revision
        assert workspace.dossier(story) == after
