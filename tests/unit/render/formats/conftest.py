"""Dossiers that every format is tried on: the sample stories, one made by hand, an empty one, a hostile one.

`make formats STORIES="reports/one:reports/two.jsonl"` (CROSSWIRE_STORIES) adds others: each source is one story.
"""

import os
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

MORE = tuple(filter(None, os.environ.get("CROSSWIRE_STORIES", "").split(os.pathsep)))
Bundle = tuple[Sequence[Document], Sequence[Annotations]]


@pytest.fixture(scope="session")
def bundles() -> dict[str, Bundle]:
    """The reports of each sample story, and of each that was named, with their annotations."""
    found: dict[str, Bundle] = {}
    places = {name: str(sample_folder(name)) for name in BUNDLES} | {place: place for place in MORE}
    for name, place in places.items():
        read_ = run.read_sources([place], run.acquire_options(ALONE)).documents
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


@pytest.fixture(params=["ambassador", "ferry", "by-hand", "hostile", "empty", *MORE])
def story(request: pytest.FixtureRequest, stories: dict[str, Dossier]) -> Dossier:
    """Each dossier in turn."""
    return stories[request.param]
