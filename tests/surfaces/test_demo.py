"""`crosswire demo` by its real entry point: exit status, files, last lines; `verify` and `schema` on what it wrote."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest


def crosswire(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, which holds no settings and no workspace of anybody's."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "crosswire.cli.main", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, crosswire("demo", "-o", "made", folder=folder)


def dossiers(folder: Path) -> list[Path]:
    return sorted((folder / "made").glob("*.json"))


def test_writes_a_page_and_a_file_of_each_story(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = demo
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert len(dossiers(folder)) == 2
    pages = {path.stem for path in (folder / "made").glob("*.html")}
    assert pages == {path.stem for path in dossiers(folder)}
    assert len(list((folder / "made").iterdir())) == 4


def test_the_last_lines_sum_up_and_name_the_pages(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = demo
    lines = done.stdout.rstrip("\n").split("\n")
    summary = max(i for i, line in enumerate(lines) if "reports read" in line)
    assert lines[summary] == "11 reports read, 0 skipped, 2 stories"
    named = {line.strip() for line in lines[summary + 1 :]}
    assert {str(Path("made", path.with_suffix(".html").name)) for path in dossiers(folder)} <= named


def test_every_dossier_keeps_to_the_published_schema(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = demo
    printed = crosswire("schema", "dossier", folder=folder)
    assert printed.returncode == 0, printed.stderr
    schema = json.loads(printed.stdout)
    checker = jsonschema.validators.validator_for(schema)
    checker.check_schema(schema)
    for path in dossiers(folder):
        dossier = json.loads(path.read_text(encoding="utf-8"))
        checker(schema).validate(dossier)
        with pytest.raises(jsonschema.ValidationError):
            checker(schema).validate({**dossier, "points": "none"})


def test_verify_holds_until_a_word_is_changed(
    demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    folder, _ = demo
    for path in dossiers(folder):
        sound = crosswire("verify", str(path), folder=tmp_path)
        assert sound.returncode == 0, sound.stdout + sound.stderr
    dossier = json.loads(dossiers(folder)[0].read_text(encoding="utf-8"))
    evidence = dossier["points"][0]["claims"][0]["evidence"]
    evidence["text"] = evidence["text"][::-1]
    dossier["documents"][0]["text"] += " And more."
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(dossier), encoding="utf-8")
    found = crosswire("verify", str(changed), folder=tmp_path)
    assert found.returncode == 1
    assert "/points/0/claims/0/evidence: other words stand there" in found.stdout
    assert "documents: the text has another hash" in found.stdout
    assert "2 mismatches" in found.stderr
