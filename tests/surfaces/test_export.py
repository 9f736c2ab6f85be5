"""`export`, `dossier --format`, `verify` of a bag: stories out of a workspace, and checked anywhere."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pyarrow.parquet
import pytest
from tests.properties.strategies import RECORDS
from tests.surfaces.commands import crosswire, outside

from crosswire.pipeline import bags
from crosswire.stages.render.formats.columns import TABLES


@pytest.fixture(scope="module")
def exported(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    done = crosswire(
        "export", "--all", "--format", "csv,parquet,geojson,bag,ics,md", "-o", folder,
        "--workspace", desk, "--json",
    )  # fmt: skip
    assert done.status == 0, done.err
    listed = {Path(path) for path in done.json["files"]}
    assert listed <= set(folder.iterdir())
    return folder


def story_id(desk: Path) -> str:
    return str(crosswire("stories", "--workspace", desk, "--json").json[0]["id"])


def test_tables_hold_all_stories_and_other_formats_are_a_file_each(
    desk: Path, exported: Path
) -> None:
    stories = {s["id"] for s in crosswire("stories", "--workspace", desk, "--json").json}
    assert len(stories) > 1
    with (exported / "documents.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["story"] for row in rows} == stories
    for table in TABLES:
        assert (exported / f"{table}.csv").exists()
    documents = pyarrow.parquet.read_table(exported / "documents.parquet").to_pylist()
    assert [row["document"] for row in documents] == [row["document"] for row in rows]
    assert len(list(exported.glob("*.geojson"))) == len(stories)
    assert len(list(exported.glob("*.bag.zip"))) == len(stories)
    assert not list(exported.glob("*.part"))
    described = {
        r["path"] for r in json.loads((exported / "datapackage.json").read_text())["resources"]
    }
    assert described == {f"{table}.csv" for table in TABLES}


def test_one_story_and_one_table_can_be_asked_for(desk: Path, tmp_path: Path) -> None:
    name = story_id(desk)
    done = crosswire(
        "export", name, "--format", "csv:claims,parquet:claims", "-o", tmp_path, "--workspace", desk
    )
    assert done.status == 0
    assert {p.name for p in tmp_path.iterdir()} == {
        "claims.csv",
        "claims.parquet",
        "datapackage.json",
    }


def test_a_dossier_is_printed_in_any_format(desk: Path, tmp_path: Path) -> None:
    name = story_id(desk)
    done = crosswire("dossier", name, "--format", "csv:points", "--workspace", desk)
    assert done.out.startswith("story,point,text,held,")
    path = tmp_path / "one.pdf"
    done = crosswire("dossier", name, "--format", "pdf", "-o", path, "--workspace", desk)
    assert done.status == 0
    assert path.read_bytes().startswith(b"%PDF-")
    raw = outside("dossier", name, "--format", "geojson", "--workspace", str(desk))
    assert json.loads(raw.out)["type"] == "FeatureCollection"


@pytest.mark.parametrize("name", ["csv:nonsense", "tarot"])
def test_a_format_that_is_none_is_a_usage_error(name: str, desk: Path, tmp_path: Path) -> None:
    done = crosswire("export", "--format", name, "-o", tmp_path / "x", "--workspace", desk)
    assert done.status == 2
    assert "there are: " in done.err
    assert not (tmp_path / "x").exists()


def test_reconcile_writes_the_formats_too(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    reports.write_text("\n".join(json.dumps(r) for r in RECORDS), encoding="utf-8")
    done = crosswire("reconcile", reports, "-o", tmp_path / "out", "--format", "csv,stix,bag", "-q")
    assert done.status == 0
    suffixes = sorted("".join(p.suffixes[-2:]) for p in (tmp_path / "out").iterdir())
    assert suffixes == [".bag.zip", ".csv.zip", ".stix.json"]


# ---------------------------------------------------------------- bags


@pytest.fixture
def bag(exported: Path, tmp_path: Path) -> Path:
    """The folder of the largest story's bag, unpacked anew."""
    path = max(exported.glob("*.bag.zip"), key=lambda p: p.stat().st_size)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "bag")
    (top,) = (tmp_path / "bag").iterdir()
    return top


def test_a_bag_is_verified_packed_and_unpacked(exported: Path, bag: Path) -> None:
    packed = max(exported.glob("*.bag.zip"), key=lambda p: p.stat().st_size)
    for path in (packed, bag):
        done = crosswire("verify", path)
        assert done.status == 0, done.err
        assert "checked against the files in it" in done.out
    found = crosswire("verify", bag, "--json").json
    assert found["sound"]
    assert found["hashes"] > 8
    why = crosswire("why", json.loads((bag / "data/dossier.json").read_text())["points"][0]["id"],
                    "--dossier", packed)  # fmt: skip
    assert why.status == 0


def resealed(bag: Path) -> None:
    """Write the manifests anew, as a forger would."""
    for manifest, names in (
        ("manifest-sha256.txt", [p for p in bag.glob("data/**/*") if p.is_file()]),
        (
            "tagmanifest-sha256.txt",
            [bag / n for n in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")],
        ),
    ):
        lines = [
            f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(bag).as_posix()}\n"
            for p in sorted(names)
        ]
        (bag / manifest).write_text("".join(lines))


def test_a_changed_text_a_missing_and_an_added_file_are_found(bag: Path) -> None:
    (bag / "data/texts/001.txt").write_bytes(b"Nothing happened.\n")
    (bag / "data/texts/002.txt").unlink()
    (bag / "data/extra.txt").write_text("new")
    done = crosswire("verify", bag)
    assert done.status == 1
    assert "the file has another hash" in done.out
    assert "a file that is not there" in done.out
    assert "data/extra.txt at data: a file that no manifest lists" in done.out


def test_a_forged_text_under_new_manifests_is_found_by_the_dossier(bag: Path) -> None:
    path = bag / "data/texts/001.txt"
    path.write_bytes(path.read_bytes().replace(b"a", b"o"))
    resealed(bag)
    done = crosswire("verify", bag)
    assert done.status == 1
    assert "the text has another hash" in done.out
    assert "its file and the dossier hold other texts" in done.out


def test_a_forged_dossier_is_found_by_its_words(bag: Path) -> None:
    path = bag / "data/dossier.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    found["points"][0]["claims"][0]["evidence"]["text"] = "Other words"
    path.write_text(json.dumps(found), encoding="utf-8")
    resealed(bag)
    done = crosswire("verify", bag)
    assert done.status == 1
    assert "other words stand there" in done.out


def test_what_is_no_bag_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no bag" in crosswire("verify", tmp_path / "empty").err
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("x/bagit.txt", "BagIt-Version: 1.0\n")
        archive.writestr("x/data/dossier.json", "{}")
    done = crosswire("verify", broken)
    assert done.status == 2
    assert "no crosswire dossier" in done.err
    twice = tmp_path / "twice.zip"
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("bagit.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("bagit.txt", "two")
    assert "holds bagit.txt twice" in crosswire("verify", twice).err


def test_a_bag_that_swells_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "swollen.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bagit.txt", b"0" * 5_000_000)
    monkeypatch.setattr(bags, "MOST_BYTES", 1_000_000)
    done = crosswire("verify", path)
    assert done.status == 2
    assert "larger than a bag may be" in done.err


def test_a_bag_of_another_make_with_hashes_of_another_kind_is_read(bag: Path) -> None:
    (bag / "manifest-sha256.txt").unlink()
    (bag / "tagmanifest-sha256.txt").unlink()
    lines = [
        f"{hashlib.sha512(p.read_bytes()).hexdigest().upper()} *{p.relative_to(bag).as_posix()}\r\n"
        for p in bag.glob("data/**/*")
        if p.is_file()
    ]
    (bag / "manifest-sha512.txt").write_text("".join(lines), newline="")
    assert crosswire("verify", bag).status == 0
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for p in sorted(bag.rglob("*")):
            if p.is_file():
                archive.write(p, p.relative_to(bag).as_posix())
    flat = bag.parent / "flat.zip"
    flat.write_bytes(data.getvalue())
    assert crosswire("verify", flat).status == 0
