"""The command line as people and programs meet it: verbs, exit statuses, what is printed where."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.surfaces.commands import COMMAND, crosswire, outside

from crosswire.cli.main import COMMON, VERBS
from crosswire.pipeline.registry import STEPS

NAMES = [verb.__name__ for verb, _ in VERBS]
PROMISED = set(
    "reconcile demo annotate cluster dossier add stories documents search why remove backup verify schema steps"
    " doctor".split()
)


@pytest.fixture(scope="session")
def dossier_file(written: Path) -> Path:
    (path,) = written.glob("*.json")
    return path


@pytest.fixture(scope="session")
def dossier(dossier_file: Path) -> dict:
    return json.loads(dossier_file.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- a process of its own


def test_the_installed_command_does_the_main_job(reports, tmp_path):
    done = outside("reconcile", reports, "-o", "out", "--json", cwd=tmp_path)
    assert done.status == 0
    (story,) = done.json["stories"]
    assert sorted(story["documents"]) == ["courier", "herald", "post.txt", "wire"]
    assert [Path(p).suffix for p in story["files"]] == [".html", ".json"]
    assert all((tmp_path / p).stat().st_size > 1000 for p in story["files"])
    assert "skipped scan.jpg: not a kind of file that is read" in done.err
    assert not (tmp_path / "crosswire.db").exists()


def test_a_closed_pipe_ends_quietly(reports):
    child = subprocess.Popen(
        [*COMMAND, "steps"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), said) == (0, "")


def _interrupted(child):
    """Interrupt until the child ends: a signal between two reads is noticed only at the next one."""
    for _ in range(12):
        child.send_signal(signal.SIGINT)
        try:
            return child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
    child.kill()
    return child.wait()


def test_an_interrupt_ends_with_130_and_a_line():
    child = subprocess.Popen(
        [*COMMAND, "annotate", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    child.stdin.write(b"words " * 40_000)  # more than a pipe holds: returns when it is being read
    child.stdin.flush()
    status = _interrupted(child)
    said = child.stderr.read().decode()
    child.stderr.close()
    child.stdin.close()
    assert (status, said) == (130, "crosswire: interrupted; what was kept so far is kept\n")


def test_an_interrupt_while_modules_load_ends_with_130_and_no_traceback():
    interrupting = (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'crosswire.cli.desk':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\n"
        "import crosswire.cli.main\n"
    )
    done = subprocess.run([sys.executable, "-c", interrupting], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


def test_an_interrupt_outside_of_a_command_ends_with_130_and_a_line(monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("crosswire.cli.main.app", interrupted)
    done = crosswire("steps")
    assert (done.status, done.err) == (130, "crosswire: interrupted\n")


def test_the_shell_completes_verbs():
    done = outside(_CROSSWIRE_COMPLETE="complete_bash", COMP_WORDS="crosswire re", COMP_CWORD="1")
    assert {"reconcile", "read", "remove"} <= set(done.out.split())
    shown = outside("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (shown.status, "_COMPLETE=complete_bash" in shown.out) == (0, True)


# ---------------------------------------------------------------- verbs and options


def test_every_promised_verb_exists():
    assert set(NAMES) >= PROMISED


def test_help_lists_every_verb_with_a_line():
    done = crosswire("--help")
    for verb, _ in VERBS:
        assert re.search(rf"^\s*{verb.__name__}\s+\S", done.out, re.MULTILINE)
    assert crosswire().status in (0, 2)
    assert crosswire("--version").out.startswith("crosswire 0.")


@pytest.mark.parametrize("name", NAMES)
def test_every_verb_has_help_and_the_common_options(name):
    done = crosswire(name, "--help")
    assert done.status == 0
    options = {"as_json": "--json"} | {key: f"--{key}" for key in COMMON if key != "as_json"}
    assert set(options) == set(COMMON)
    for option in options.values():
        assert option in done.out
    assert "-q" in done.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nonsense"], "nonsense"),
        (["steps", "--nonsense"], "--nonsense"),
        (["annotate"], "Missing argument 'sources'"),
        (["schema", "nonsense"], "no schema 'nonsense'; there are: annotations, dossier, story"),
        (["reconcile", "x", "--format", "odt"], "no format 'odt'; there are: terminal, html, json, md"),
        (["reconcile", "x", "--format", ","], "--format names nothing"),
        (["stories"], "no workspace crosswire.db; make it with: crosswire add"),
        (["verify", "none.json"], "no file none.json; give the .json or the bag that `crosswire reconcile` wrote"),
        (["why", "p1", "--dossier", "none.json"], "no file none.json"),
        (["dossier", "s", "--format", "json,md"], "standard output takes one"),
    ],
)  # fmt: skip
def test_a_usage_error_says_what_to_do_with_status_2(args, said, tmp_path):
    done = crosswire(*args, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["annotate", "none.txt"], "none.txt: no such file or folder; check the path"),
        (["cluster", "none.txt"], "no such file or folder"),
        (["reconcile", "none.txt", "other.txt"], "none.txt, other.txt: no such file or folder"),
        (["add", "none.txt"], "no such file or folder"),
        (
            ["reconcile", "https://example.org/a.html", "--offline"],
            "save the page and name the file",
        ),
    ],
)
def test_nothing_readable_is_status_1(args, said, tmp_path):
    done = crosswire(*args, cwd=tmp_path)
    assert (done.status, done.out) == (1, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["dossier", "s0"], "no story 's0'; `crosswire stories` lists them"),
        (["dossier", "s"], "'s' begins several stories (s"),
        (["merge", "s", "s0"], "give more of the id"),
        (["note", "bakeri", "look again"], "no story 'bakeri'"),
        (["why", "p0"], "nothing has the id 'p0'"),
        (["remove", "x"], "no document 'x'; `crosswire documents` lists them"),
        (["why", "\udcff"], "nothing has the id"),
        (["search", "\udcff"], ""),
    ],
)
def test_what_is_not_there_is_named_with_status_1(args, said, desk):
    done = crosswire(*args, "--workspace", desk)
    assert done.status == (1 if said else 0)
    assert said in done.err
    assert "Traceback" not in done.err


# ---------------------------------------------------------------- each verb


def test_annotate_prints_a_line_a_document_in_the_order_of_the_sources(reports):
    done = crosswire("annotate", reports, "-q")
    assert [line["id"] for line in done.lines] == [
        "post.txt",
        "courier",
        "wire",
        "bakery",
        "herald",
    ]
    assert done.err == ""
    first = done.lines[0]["mentions"][0]
    assert first["rule"] is None
    explained = crosswire("annotate", reports / "post.txt", "--explain").lines[0]
    assert any(found["rule"] for found in explained["mentions"])


def test_cluster_prints_the_story_of_each_document(reports):
    homes = {x["document"]: x["story"] for x in crosswire("cluster", reports).lines}
    assert len(homes) == 5
    assert len({homes[n] for n in ("post.txt", "courier", "wire", "herald")}) == 1
    assert homes["bakery"] != homes["wire"]
    online = crosswire("cluster", reports, "--online").lines
    assert [x["document"] for x in online] == list(homes)


def test_standard_input_is_a_source(reports):
    done = crosswire("annotate", "-", stdin=(reports / "reports.jsonl").read_bytes())
    assert [line["id"] for line in done.lines] == ["courier", "wire", "bakery", "herald"]


def test_what_a_report_does_not_say_is_taken_from_the_options(tmp_path):
    (tmp_path / "a.txt").write_text("Rain fell on Lindmar.\n")
    given = ("--outlet", "The Post", "--agency", "OPA", "--published-at", "2031-05-06")
    (line,) = crosswire("annotate", "a.txt", *given, cwd=tmp_path).lines
    assert (line["outlet"], line["agency"]) == ("The Post", "OPA")
    assert line["published_at"]["value"] == "2031-05-06"


def test_reconcile_prints_the_dossier_and_names_the_files(reports, tmp_path):
    done = crosswire("reconcile", reports, "-o", tmp_path / "new" / "out", "--format", "md")
    assert done.status == 0
    assert (
        "5 reports read, 1 skipped, 1 stories, 1 reports stand alone (--all shows them)" in done.out
    )
    (path,) = (tmp_path / "new" / "out").iterdir()
    assert str(path) in done.out
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]+\.md", path.name)
    assert "\x1b" not in done.out


def test_reconcile_writes_stories_of_one_report_when_asked_to(reports, tmp_path):
    done = crosswire("reconcile", reports, "--all", "--json", "-o", tmp_path)
    assert [len(s["documents"]) for s in done.json["stories"]] == [4, 1]
    assert len(list(tmp_path.iterdir())) == 4


def test_reconcile_keeps_what_it_read_where_a_workspace_is_named(reports, tmp_path):
    crosswire("reconcile", reports, "-o", tmp_path, "-q", "--workspace", tmp_path / "kept.db")
    done = crosswire("documents", "--workspace", tmp_path / "kept.db", "--json")
    assert len(done.lines) == 5


def test_an_id_that_comes_with_two_texts_is_kept_twice_and_said(tmp_path):
    rows = [{"id": "n1", "text": "Rain fell."}, {"id": "n1", "text": "Snow fell on Lindmar."}]
    (tmp_path / "r.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = crosswire("annotate", "r.jsonl", cwd=tmp_path)
    assert [line["id"] for line in done.lines] == ["n1", "n1~2"]
    assert "n1~2: the id n1 was taken by another text" in done.err
    for row in rows:
        (tmp_path / "one.jsonl").write_text(json.dumps(row))
        done = crosswire("add", "one.jsonl", "--json", cwd=tmp_path)
    assert done.json["added"] == ["n1~2"]
    assert "n1~2: the id n1 was taken by another text" in done.err
    again = crosswire("add", "one.jsonl", "--json", cwd=tmp_path)
    assert (again.json["added"], again.json["known"]) == ([], ["n1~2"])


def test_verbose_says_how_texts_were_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(
        "Caf\xe9 Zo\xeb closed, said Ren\xe9e Bj\xf6rk. ".encode("latin-1") * 9
    )
    assert crosswire("annotate", "a.txt", cwd=tmp_path).err == ""
    assert "a.txt: encoding" in crosswire("annotate", "a.txt", "-v", cwd=tmp_path).err
    assert crosswire("annotate", "a.txt", "-v", "-q", cwd=tmp_path).err == ""


def test_the_workspace_is_idempotent_and_forgets(reports, tmp_path):
    first = crosswire("add", reports, "--json", cwd=tmp_path)
    assert sorted(first.json["added"]) == ["bakery", "courier", "herald", "post.txt", "wire"]
    assert [s["document"] for s in first.json["skipped"]] == ["scan.jpg"]
    again = crosswire("add", reports, cwd=tmp_path)
    assert again.out == "0 added, 5 known already, 1 skipped; 2 stories\n"
    assert crosswire("remove", "bakery", cwd=tmp_path).out == "removed bakery\n"
    assert crosswire("remove", "wire", "--json", cwd=tmp_path).json == {
        "removed": ["wire"],
        "erased": True,
    }
    assert len(crosswire("stories", "--json", cwd=tmp_path).json) == 1
    wrote = crosswire("backup", "copy.db", "--json", cwd=tmp_path)
    assert wrote.json == {"wrote": "copy.db"}
    assert crosswire("backup", "copy.db", cwd=tmp_path).status == 1
    kept = crosswire("documents", "--workspace", "copy.db", cwd=tmp_path)
    assert [line.split()[0] for line in kept.out.splitlines()] == ["courier", "herald", "post.txt"]


def test_stories_and_documents_and_search_print_ids(desk):
    stories = crosswire("stories", "--workspace", desk)
    assert [line.split()[1] for line in stories.out.splitlines()] == ["4", "1"]
    found = crosswire("search", "drones", "Verrel", "--workspace", desk, "--json")
    hits = found.json["hits"]
    assert sorted(hit["document"] for hit in hits) == ["courier", "herald", "post.txt"]
    assert all("Verrel" in str(hit["passages"]) for hit in hits)
    none = crosswire("search", "submarine", "--workspace", desk)
    assert (none.status, none.out) == (0, "nothing meets all of this\n")


@pytest.mark.parametrize("format", ["terminal", "md", "html", "json"])
def test_a_dossier_is_printed_by_the_beginning_of_its_id(desk, format):
    name = crosswire("stories", "--workspace", desk, "--json").json[0]["id"]
    done = crosswire("dossier", name[:6], "--format", format, "--workspace", desk)
    assert done.status == 0
    assert "drones" in done.out
    if format == "json":
        assert done.out == crosswire("dossier", name, "--json", "--workspace", desk).out
        assert done.json["story"]["id"] == name


def test_the_workspace_comes_from_option_then_environment_then_settings(desk, tmp_path):
    named = crosswire("documents", cwd=tmp_path, env={"CROSSWIRE_WORKSPACE": str(desk)})
    assert len(named.out.splitlines()) == 5
    (tmp_path / "crosswire.toml").write_text(f'workspace = "{desk}"\n')
    assert crosswire("documents", cwd=tmp_path).out == named.out
    other = crosswire("documents", "--workspace", "other.db", cwd=tmp_path)
    assert (other.status, "no workspace other.db" in other.err) == (2, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('colour = "red"', "unknown field `colour`; known are workspace, pipeline, workers"),
        ('workers = "many"', "`$.workers`; known are"),
        ("workers = ", "crosswire.toml: not TOML"),
        (b"\xff\xfe", "crosswire.toml: not TOML"),
        ('pipeline = "no_such_parser"', "no spaCy English pipeline no_such_parser is installed"),
    ],
)
def test_wrong_settings_are_usage_errors(content, said, tmp_path):
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "crosswire.toml").write_bytes(data)
    (tmp_path / "a.txt").write_text("Rain fell on Lindmar on Monday.")
    done = crosswire("annotate", "a.txt", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_steps_schema_and_doctor(tmp_path, desk):
    assert [step["name"] for step in crosswire("steps", "--json").json] == [s.name for s in STEPS]
    assert all(step.name in crosswire("steps").out for step in STEPS)
    assert crosswire("schema", "dossier").json["$ref"] == "#/$defs/Dossier"
    well = crosswire("doctor", "--workspace", desk, "--json")
    assert (well.status, well.json["problems"]) == (0, [])
    assert "5 documents" in well.json["facts"]["workspace"]
    (tmp_path / "bad.db").write_bytes(b"not a database, by far " * 99)
    ill = crosswire("doctor", "--workspace", "bad.db", cwd=tmp_path)
    assert (ill.status, "problem: bad.db: file is not a database" in ill.out) == (1, True)


def test_a_damaged_workspace_is_one_line_and_status_1(tmp_path):
    (tmp_path / "crosswire.db").write_bytes(b"not a database, by far " * 99)
    done = crosswire("stories", cwd=tmp_path)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("crosswire: crosswire.db: ")
    assert "--workspace" in done.err


def test_a_terminal_of_ascii_gets_the_words_too(desk):
    done = outside("stories", "--workspace", desk, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.status == 0


# ---------------------------------------------------------------- verify


def test_verify_finds_everything_in_place(dossier_file, reports):
    alone = crosswire("verify", dossier_file)
    against = crosswire("verify", dossier_file, reports, "--json", "-q")
    assert (alone.status, against.status) == (0, 0)
    assert "checked against the texts it carries" in alone.out
    assert against.json["sound"] is True
    assert against.json["spans"] > 100


TAMPERINGS = {
    "words": lambda d: d["points"][0]["claims"][0]["evidence"].update(text="other words"),
    "offset": lambda d: d["quotes"][0]["variants"][0].update(start=0, end=5),
    "outside": lambda d: d["lede"][0]["evidence"][0].update(end=10**6),
    "backwards": lambda d: d["lede"][0]["evidence"][0].update(start=9, end=3),
    "document": lambda d: d["figures"][0]["mentions"][0].update(document="nobody"),
    "text": lambda d: d["documents"][0].update(text=d["documents"][0]["text"].replace("drones", "planes")),
    "text hash": lambda d: d["documents"][0].update(text_sha256="0" * 64),
    "no text": lambda d: d["documents"][0].update(text=None),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_verify_finds_tampering(name, dossier, tmp_path):
    changed = json.loads(json.dumps(dossier))
    TAMPERINGS[name](changed)
    (tmp_path / "d.json").write_text(json.dumps(changed))
    done = crosswire("verify", "d.json", cwd=tmp_path)
    assert done.status == 1
    assert re.search(r"^  \S+ at \S+: .+", done.out, re.MULTILINE)
    assert re.search(r"crosswire: \d+ mismatches in d\.json", done.err)


def test_verify_finds_another_source_behind_the_name(dossier, dossier_file, reports, tmp_path):
    changed = json.loads(json.dumps(dossier))
    changed["documents"][0]["sha256"] = "0" * 64
    (tmp_path / "d.json").write_text(json.dumps(changed))
    done = crosswire("verify", "d.json", reports, "-q", cwd=tmp_path)
    assert (done.status, "bytes have another hash" in done.out) == (1, True)
    (tmp_path / "post.txt").write_text("Another text altogether.")
    assert crosswire("verify", dossier_file, tmp_path / "post.txt").status == 1


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"schema": "crosswire/dossier/1"}']
)
def test_verify_refuses_what_is_no_dossier(content, tmp_path):
    (tmp_path / "d.json").write_bytes(content)
    done = crosswire("verify", "d.json", cwd=tmp_path)
    assert (done.status, "d.json: not a crosswire dossier" in done.err) == (2, True)


# ---------------------------------------------------------------- why


def test_why_gives_words_and_reasons_for_every_kind_of_id(dossier, dossier_file):
    wanted = {
        "point": dossier["points"][0],
        "claim": dossier["points"][0]["claims"][0],
        "root": dossier["provenance"]["roots"][0],
        "conflict": dossier["conflicts"][0],
        "figure": dossier["figures"][0],
        "quote": dossier["quotes"][0],
    }
    for kind, thing in wanted.items():
        done = crosswire("why", thing["id"], "--dossier", dossier_file)
        assert done.status == 0, done.err
        assert done.out.startswith(f"{kind} {thing['id']}: ")
        assert "\n  because  " in done.out
        assert re.search(r"\n  words    \S+ \[\d+, \d+\): “.+”", done.out), kind
    entity = crosswire("why", dossier["entities"][0]["id"], "--dossier", dossier_file, "--json")
    assert entity.json["because"]
    assert entity.json["evidence"]


def test_why_says_what_decided(dossier, dossier_file):
    point = next(p for p in dossier["points"] if len(p["claims"]) > 1)
    told = "\n".join(
        crosswire("why", point["id"], "--dossier", dossier_file, "--json").json["because"]
    )
    assert re.search(r"\w: [\d.]+ × [+-][\d.]+ = [+-][\d.]+", told), "features with weights"
    conflict = next(c for c in dossier["conflicts"] if c["kind"] == "headline-body")
    told = crosswire("why", conflict["id"], "--dossier", dossier_file).out
    assert conflict["reading"] in told


def test_why_in_a_workspace_knows_documents_and_stories_too(desk):
    story = crosswire("stories", "--workspace", desk, "--json").json[0]
    for name, kind in (("courier", "document"), (story["id"], "story")):
        done = crosswire("why", name, "--workspace", desk)
        assert (done.status, done.out.split()[0]) == (0, kind)
        assert "  because  " in done.out
    alone = crosswire("why", "bakery", "--workspace", desk)
    assert "founded the story" in alone.out
    made = crosswire("dossier", story["id"], "--json", "--workspace", desk).json
    point = crosswire("why", made["points"][0]["id"], "--workspace", desk, "--json")
    assert point.json["kind"] == "point"


def test_progress_never_reaches_standard_output(reports, tmp_path):
    env = {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1"}
    done = crosswire("annotate", reports / "post.txt", env=env)
    assert len(done.lines) == 1
    assert os.environ.get("FORCE_COLOR") is None
