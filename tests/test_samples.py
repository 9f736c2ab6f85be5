"""The dossiers of the sample reports against what an editor would say of them (`stories/*/expected.toml`).

Each table of an `expected.toml` is one expectation (`judges.py`). One that does not hold yet is marked
`known_wrong`, and then must fail: mending it shows up here, and the mark goes. The bundles in the package are
read from there, those made for the tests alone from `stories/NAME/reports`. Each is reconciled as one story,
whatever grouping makes of all of them together, which is a test of its own.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crosswire.errors import UsageError
from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.pipeline import run
from crosswire.pipeline.verify import verify_dossier
from crosswire.samples import BUNDLES, sample_folder
from crosswire.settings import Settings
from tests.judges import JUDGES, Bundle, Plain

STORIES = Path(__file__).parent / "stories"
ALL = sorted(folder.name for folder in STORIES.iterdir() if folder.is_dir())
SETTINGS = Settings(workers=1)
FURNITURE = {"promo", "credit", "caption", "url", "note", "byline", "timestamp"}

EDITIONS = {
    "earthquake": ("tidewater-post.txt", "granite-herald"),
    "ferry": ("ferry/harbour-times.txt", "valley-sentinel"),
    "recall": ("dagens-spegel.txt", "rhine-courier"),
    "ruling": ("northmoor-gazette.txt", "lakeside-tribune"),
}

SHORT = ("almenar", "quebrada")
"""Bundles in several languages, of which little is read."""

Read = tuple[Document, Annotations]


@pytest.fixture(scope="session")
def acquired() -> run.Acquired:
    """Everything under the samples' folder and the tests' own, read once."""
    sources = [sample_folder(), *(STORIES / n / "reports" for n in ALL if n not in BUNDLES)]
    return run.read_sources(map(str, sources), run.acquire_options(SETTINGS))


@pytest.fixture(scope="session")
def read(acquired: run.Acquired) -> dict[str, Read]:
    """Each report as it stands in its bundle, and its annotations."""
    by_id = {d.id: d for d in acquired.documents}
    groups = [run.with_story_date([by_id[i] for i in expected(n)["reports"]]) for n in ALL]
    documents = [d for group in groups for d in group]
    layers = run.annotate_documents(documents, SETTINGS)
    return {d.id: (d, a) for d, a in zip(documents, layers, strict=True)}


def reconciled(reports: Iterable[Read]) -> Dossier:
    documents, layers = zip(*reports, strict=True)
    return run.make_dossier(documents, layers, SETTINGS)


@pytest.fixture(scope="session")
def dossiers(read: dict[str, Read]) -> dict[str, Dossier]:
    """The dossier of each bundle."""
    return {name: reconciled(read[i] for i in expected(name)["reports"]) for name in ALL}


@pytest.fixture(scope="session")
def bundles(acquired: run.Acquired, dossiers: dict[str, Dossier]) -> dict[str, Bundle]:
    by_id = {d.id: d for d in acquired.documents}
    return {
        name: Bundle([by_id[d.id] for d in dossier.documents], msgspec.to_builtins(dossier))
        for name, dossier in dossiers.items()
    }


def expected(name: str) -> Plain:
    return tomllib.loads((STORIES / name / "expected.toml").read_text(encoding="utf-8"))


def cases() -> Iterator[Any]:
    for name in ALL:
        for kind, wants in expected(name).items():
            if kind != "reports":
                for want in wants:
                    yield pytest.param(name, kind, want, id=f"{name}: {want['says']}")


@pytest.mark.parametrize(("name", "kind", "want"), list(cases()))
def test_expected(bundles: dict[str, Bundle], name: str, kind: str, want: Plain) -> None:
    problem = JUDGES[kind](bundles[name], want)
    if want.get("known_wrong"):
        assert problem is not None, f"{want['says']}: is right now; take the mark away"
    else:
        assert problem is None, f"{want['says']}: {problem}"


# ---------------------------------------------------------------- what holds of all


def test_as_many_stories_as_bundles(acquired: run.Acquired) -> None:
    assert acquired.skipped == ()
    stories = [set(s.documents) for s in run.group_stories(acquired.documents)]
    assert sorted(map(sorted, stories)) == sorted(sorted(expected(n)["reports"]) for n in ALL)


def test_a_bundle_alone_is_one_story(acquired: run.Acquired) -> None:
    """What is rare is counted within what is read: a story of its own must hold together, too."""
    by_id = {d.id: d for d in acquired.documents}
    for name in ALL:
        alone = run.group_stories([by_id[i] for i in expected(name)["reports"]])
        assert len(alone) == 1, name


@pytest.mark.parametrize("turn", range(6))
def test_reports_of_other_events_disagree_about_nothing(read: dict[str, Read], turn: int) -> None:
    """One report of each bundle, put together as if they were of one event."""
    reports = [expected(name)["reports"] for name in ALL]
    dossier = reconciled(read[r[turn % len(r)]] for r in reports)
    shown = [
        (c.question, [s.text for s in c.sides])
        for c in dossier.conflicts
        if len({name for s in c.sides for name in s.documents}) > 1
    ]
    assert not shown


@pytest.mark.parametrize("name", sorted(EDITIONS))
def test_two_editions_of_a_text_disagree_about_nothing(read: dict[str, Read], name: str) -> None:
    """One agency's text, printed whole and printed shorter below a paragraph of the other paper's own."""
    conflicts = reconciled(read[report] for report in EDITIONS[name]).conflicts
    assert not [(c.question, [s.text for s in c.sides]) for c in conflicts]


@pytest.mark.parametrize("name", ALL)
def test_the_lede_has_three_to_five_sentences(dossiers: dict[str, Dossier], name: str) -> None:
    assert 3 <= len(dossiers[name].lede) <= 5


@pytest.mark.parametrize("name", ALL)
def test_the_lede_says_nothing_twice(dossiers: dict[str, Dossier], name: str) -> None:
    lede = [sentence.text for sentence in dossiers[name].lede]
    assert len(set(lede)) == len(lede)


@pytest.mark.parametrize("name", ALL)
def test_every_evidence_is_exact(
    acquired: run.Acquired, dossiers: dict[str, Dossier], name: str
) -> None:
    for against in ((), acquired.documents):
        found = verify_dossier(dossiers[name], against)
        assert found.sound, found.mismatches
        assert found.spans > (30 if name in SHORT else 200)


@pytest.mark.parametrize("name", ALL)
def test_nothing_cites_furniture(bundles: dict[str, Bundle], name: str) -> None:
    bundle = bundles[name]
    rest = {k: v for k, v in bundle.dossier.items() if k not in ("documents", "provenance")}
    cited = list(spans(rest))
    assert cited
    for span in cited:
        for block in bundle.documents[span["document"]].blocks:
            if block.kind in FURNITURE:
                assert span["end"] <= block.start or block.end <= span["start"], (block.kind, span)


@pytest.mark.parametrize("name", ALL)
def test_every_line_shown_has_evidence(bundles: dict[str, Bundle], name: str) -> None:
    dossier = bundles[name].dossier
    for part in (
        "lede",
        "timeline",
        "entities",
        "events",
        "expectations",
        "open_questions",
        "places",
    ):
        assert dossier[part] or name in SHORT, f"nothing in {part}"
        assert all(item["evidence"] for item in dossier[part])
    assert all(point["claims"] for point in dossier["points"])
    assert all(side["evidence"] for c in dossier["conflicts"] for side in c["sides"])


@pytest.mark.parametrize("name", ALL)
def test_one_report_alone_never_agrees_with_itself(bundles: dict[str, Bundle], name: str) -> None:
    for point in bundles[name].dossier["points"]:
        if point["reports"] == 1:
            assert point["verdict"] not in ("multi-root", "both-sides"), point["text"]


@pytest.mark.parametrize("name", ALL)
def test_no_two_records_have_one_id(bundles: dict[str, Bundle], name: str) -> None:
    for part, listed in bundles[name].dossier.items():
        ids = [r["id"] for r in listed if isinstance(r, dict) and "id" in r] if listed else []
        assert len(ids) == len(set(ids)), part


def spans(value: Any) -> Iterator[Plain]:
    if isinstance(value, dict):
        if {"document", "start", "end", "text"} <= value.keys():
            yield value
        for child in value.values():
            yield from spans(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from spans(child)


def test_a_bundle_by_name() -> None:
    assert sample_folder("ferry").parent == sample_folder()
    with pytest.raises(UsageError, match="ambassador, ferry"):
        sample_folder("harvest")


def test_the_notice_says_what_is_invented() -> None:
    notice = (sample_folder().parent / "NOTICE").read_text(encoding="utf-8")
    assert "written for Crosswire" in notice
    for name in BUNDLES:
        assert f"\n{name} " in notice
        assert any(sample_folder(name).iterdir())
