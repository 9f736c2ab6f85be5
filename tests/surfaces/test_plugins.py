"""Plug-ins: the example package, built and used; and what becomes of those that fail in every way."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.properties.strategies import ALONE, RECORDS, read
from tests.surfaces.commands import outside

from crosswire import plugins
from crosswire.errors import PluginError, UsageError
from crosswire.model.annotation import Annotations, Place
from crosswire.model.dossier import Dossier, DossierStory
from crosswire.pipeline import extensions, registry, run
from crosswire.pipeline.exports import write
from crosswire.samples import sample_folder
from crosswire.stages.render.table import described, known, render

EXAMPLE = Path(__file__).parents[2] / "examples/crosswire-desk"
EMPTY = Dossier(story=DossierStory(id="s0000000000", title="Nothing yet"), documents=())


# ---------------------------------------------------------------- the example


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the example's wheel is unpacked, as an installer does it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=EXAMPLE,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_example_reads_locates_and_writes(site: Path, tmp_path: Path) -> None:
    reports = [
        json.loads(line)
        for path in sorted(sample_folder("ferry").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    first = next(r for r in reports if "Port Merrow" in r["text"])
    columns = ("id", "title", "text", "outlet", "published_at")
    rows = [{c: str(first.get(c) or "").replace("\n", " ") for c in columns} for _ in range(2)]
    rows[1] |= {"id": "second", "outlet": "Second Post"}
    sheet = tmp_path / "reports.tsv"
    table = "\n".join(["\t".join(columns), *("\t".join(row.values()) for row in rows)])
    sheet.write_text(table + "\n", encoding="utf-8")
    done = outside(
        "reconcile", "sheet:reports.tsv", "-o", "out", "--format", "brief,json", "-q",
        cwd=tmp_path, PYTHONPATH=str(site),
    )  # fmt: skip
    assert done.status == 0, done.err
    (brief,) = (tmp_path / "out").glob("*.chat.txt")
    assert brief.read_text(encoding="utf-8").startswith("*")
    (path,) = (tmp_path / "out").glob("*.json")
    dossier = json.loads(path.read_text(encoding="utf-8"))
    place = next(p for p in dossier["places"] if p["name"] == "Port Merrow")
    assert (place["lat"], place["lon"]) == (57.31, -6.42)
    assert dossier["producer"]["steps"]["desk_places"] == "1"
    assert "Second Post" in {d["outlet"] for d in dossier["documents"]}


def test_steps_and_doctor_name_the_example(site: Path) -> None:
    names = [s["name"] for s in outside("steps", "--json", PYTHONPATH=str(site)).json]
    assert names.index("clauses") < names.index("desk_places") < names.index("reconcile")
    told = outside("doctor", "--json", PYTHONPATH=str(site)).json["facts"]
    assert told["source plug-in 'sheet' (crosswire-desk 0.1.0)"] == "sound"
    without = [s["name"] for s in outside("steps", "--json").json]
    assert "desk_places" not in without


# ---------------------------------------------------------------- failures


CODE = '''
from msgspec.structs import replace
from crosswire.model.annotation import Place


def good(dossier):
    """Return the title."""
    return dossier.story.title


def angry(dossier):
    raise RuntimeError("not today")


def silent(dossier):
    return None


not_a_function = 5


def stops(rest):
    yield {"title": "A ferry sank", "text": "A ferry sank off Skerra on Monday, police said.", "language": "en"}
    yield "no record"
    raise ValueError("the table ends in the middle")


def loud(document, annotations):
    raise KeyError("x")


loud.writes = ("places",)


def inventive(document, annotations):
    made = Place(start=0, end=4, text="Nowhere at all", name="Nowhere")
    return replace(annotations, places=(made,), figures=())


inventive.writes = ("places",)


def aimless(document, annotations):
    return annotations


def greedy(document, annotations):
    return annotations


greedy.writes = ("dreams",)
'''

POINTS = {
    "crosswire.renderers": {
        "good": "stranger:good",
        "angry": "stranger:angry",
        "silent": "stranger:silent",
        "number": "stranger:not_a_function",
        "absent": "no_such_module:x",
        "json": "stranger:angry",
    },
    "crosswire.sources": {"stops": "stranger:stops"},
    "crosswire.steps": {
        "loud": "stranger:loud",
        "inventive": "stranger:inventive",
        "aimless": "stranger:aimless",
        "greedy": "stranger:greedy",
    },
}


def forget() -> None:
    plugins.found.cache_clear()
    plugins.plugins.cache_clear()
    extensions.steps.cache_clear()


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package whose plug-ins fail in every way but one."""
    (tmp_path / "stranger.py").write_text(CODE, encoding="utf-8")
    about = tmp_path / "stranger-2.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 2.1\n")
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in POINTS.items()
    ]
    (about / "entry_points.txt").write_text("\n".join(lines))
    monkeypatch.syspath_prepend(str(tmp_path))
    forget()
    yield
    forget()
    sys.modules.pop("stranger", None)


@pytest.mark.usefixtures("stranger")
def test_a_renderer_that_can_not_be_loaded_is_told_and_the_others_work() -> None:
    with pytest.warns(plugins.PluginWarning) as told:
        assert known("good") == "good"
    messages = sorted(str(w.message) for w in told)
    assert len(messages) == 2
    assert "'absent' (stranger 2.1) is left out: no_such_module:x can't be loaded" in messages[0]
    assert (
        "'number' (stranger 2.1) is left out: stranger:not_a_function is no function" in messages[1]
    )
    assert render(EMPTY, "good") == "Nothing yet"
    assert (described("good").suffix, described("good").does) == (".good", "Return the title.")
    with pytest.raises(UsageError, match="bag, angry, good, json, silent"):
        known("absent")
    assert render(EMPTY, "json") == render(EMPTY, "json")  # ours stays ours


@pytest.mark.usefixtures("stranger")
@pytest.mark.filterwarnings("ignore::crosswire.plugins.PluginWarning")
def test_a_renderer_that_fails_is_named_and_the_other_formats_are_written(tmp_path: Path) -> None:
    with pytest.raises(
        PluginError, match=r"'angry' \(stranger 2.1\) failed: RuntimeError: not today"
    ):
        render(EMPTY, "angry")
    with pytest.raises(PluginError, match=r"'silent' .* returned NoneType; expected text or bytes"):
        render(EMPTY, "silent")
    with pytest.warns(plugins.PluginWarning, match="not today"):
        paths = write(EMPTY, tmp_path, ["angry", "md", "good"])
    assert sorted(p.suffix for p in paths) == [".good", ".md"]


@pytest.mark.usefixtures("stranger")
def test_a_source_that_breaks_off_keeps_what_it_gave_and_says_why(tmp_path: Path) -> None:
    beside = tmp_path / "beside.txt"
    beside.write_text("A mine closed in Halden on Monday, the owner said.\n", encoding="utf-8")
    found = run.read_sources(["stops:x", str(beside)], run.acquire_options(ALONE))
    assert sorted(d.id for d in found.documents) == ["beside.txt", "stops:x:1"]
    reasons = {s.document: s.reason for s in found.skipped}
    assert reasons["stops:x:2"].endswith("gave str; expected a dict with a text")
    assert "'stops' (stranger 2.1) failed: ValueError: the table ends" in reasons["stops:x"]
    with pytest.raises(UsageError, match="can't be read in one call"):
        run.read_sources(["stops:x", "-"], run.acquire_options(ALONE))


@pytest.mark.usefixtures("stranger")
def test_a_step_that_fails_or_invents_leaves_the_layers_as_they_were() -> None:
    (document,) = read(RECORDS[:1])
    before = Annotations(
        id=document.id,
        sha256=document.sha256,
        text=document.text,
        places=(Place(start=0, end=4, text=document.text[:4], name="Here"),),
    )
    with pytest.warns(plugins.PluginWarning) as told:
        (after,) = extensions.extended([document], [before])
    messages = " ".join(str(w.message) for w in told)
    assert "'aimless' (stranger 2.1) is left out: it says nothing of what it writes" in messages
    assert "'greedy' (stranger 2.1) is left out: it names dreams" in messages
    assert "'loud' (stranger 2.1) failed: KeyError: 'x'" in messages
    assert "'inventive' (stranger 2.1) wrote places with words that do not stand in" in messages
    assert after == before


@pytest.mark.usefixtures("stranger")
@pytest.mark.filterwarnings("ignore::crosswire.plugins.PluginWarning")
def test_the_plan_holds_the_sound_steps_and_their_versions() -> None:
    registry.check()
    names = [step.name for step in registry.plan()]
    assert names.index("inventive") < names.index("reconcile")
    assert "greedy" not in names
    assert registry.versions()["loud"] == "2.1"
