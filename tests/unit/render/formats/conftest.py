"""Dossiers that every format is tried on: the sample stories, one made by hand, an empty one, a hostile one."""

from collections.abc import Sequence

import pytest
from tests.hostile import hostile_records
from tests.properties.strategies import ALONE, dossiers, read
from tests.unit.render.sample import dossier as by_hand

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier, DossierStory
from crosswire.pipeline import run
from crosswire.samples import BUNDLES, sample_folder

Bundle = tuple[Sequence[Document], Sequence[Annotations]]


@pytest.fixture(scope="session")
def bundles() -> dict[str, Bundle]:
    """The reports of each sample story, with their annotations."""
    found: dict[str, Bundle] = {}
    for name in BUNDLES:
        read_ = run.read_sources([str(sample_folder(name))], run.acquire_options(ALONE)).documents
        documents = run.with_story_date(read_)
        found[name] = documents, list(run.annotate_documents(documents, ALONE))
    return found


@pytest.fixture(scope="session")
def stories(bundles: dict[str, Bundle]) -> dict[str, Dossier]:
    """Every dossier by name."""
    made = {
        name: run.make_dossier(documents, annotations, ALONE)
        for name, (documents, annotations) in bundles.items()
    }
    (hostile,) = dossiers(read(hostile_records()))
    empty = Dossier(story=DossierStory(id="s0000000000", title="Nothing yet"), documents=())
    return {**made, "by-hand": by_hand(), "hostile": hostile, "empty": empty}


@pytest.fixture(params=["ambassador", "ferry", "by-hand", "hostile", "empty"])
def story(request: pytest.FixtureRequest, stories: dict[str, Dossier]) -> Dossier:
    """Each dossier in turn."""
    return stories[request.param]
