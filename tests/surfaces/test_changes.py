"""Following a story from the command line: diff, versions, rules, kills; a reader's looks are remembered."""

import json
import sys
from pathlib import Path

import pytest
from tests.mornings import FIRST, REPORTS
from tests.surfaces.commands import Done, crosswire
from tests.unit.render.test_changes import assert_atom

import crosswire as package
from crosswire.errors import NotFoundError, UsageError
from crosswire.model.rule import Rule
from crosswire.pipeline.rules import load_rules
from crosswire.workspace import Workspace

READER = {"USER": "ada"}


def put(folder: Path, *names: str, **more: object) -> Path:
    """Write reports as JSON Lines and return the file."""
    path = folder / f"{'-'.join(names)}.jsonl"
    lines = [json.dumps({"id": n, "language": "en", **REPORTS[n], **more}) for n in names]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace that holds the first morning, in a folder of its own."""
    assert run(tmp_path, "add", put(tmp_path, *FIRST)).status == 0
    return tmp_path


def run(folder: Path, *args: object) -> Done:
    return crosswire(*args, cwd=folder, env=READER)


def story(folder: Path) -> str:
    return str(run(folder, "stories", "--json").json[0]["id"])


def second_morning(folder: Path) -> Done:
    return run(folder, "add", put(folder, "post2", "lantern"))


# ---------------------------------------------------------------- diff


def test_a_look_is_remembered_and_shown_once(desk: Path):
    name = story(desk)
    first = run(desk, "diff", name)
    assert first.status == 1
    assert "since the first look" in first.out
    again = run(desk, "diff", name)
    assert again.status == 0
    assert "Nothing new." in again.out
    second_morning(desk)
    news = run(desk, "diff", name, "--json", "--peek")
    assert news.status == 1
    kinds = {c["kind"] for c in news.json["changes"]}
    assert {"report-updated", "report-added", "figure-changed", "point-new"} <= kinds
    assert news.json["schema"] == "crosswire/changes/1"
    assert (news.json["since"]["revision"], news.json["until"]["revision"]) == (1, 2)
    assert run(desk, "diff", name).status == 1  # a peek is no look
    assert run(desk, "diff", name).status == 0
    assert run(desk, "diff", name, "--reader", "ben").status == 1  # another reader


def test_reading_the_dossier_is_a_look_writing_it_to_a_file_is_none(desk: Path):
    name = story(desk)
    run(desk, "dossier", name, "--format", "json")
    assert run(desk, "diff", name, "--peek").status == 1
    run(desk, "dossier", name)
    assert run(desk, "diff", name).status == 0


def test_since_a_revision_a_time_an_age(desk: Path):
    name = story(desk)
    run(desk, "dossier", name)
    second_morning(desk)
    by_number = run(desk, "diff", name, "--since", "1", "--json")
    assert by_number.status == 1
    assert run(desk, "diff", name, "--since", "2").status == 0
    ages = run(desk, "diff", name, "--since", "1d", "--json").json
    times = run(desk, "diff", name, "--since", "2001-01-01", "--json").json
    assert {c["id"] for c in ages["changes"]} == {c["id"] for c in times["changes"]}
    assert ages["since"]["reports"] == 0
    assert run(desk, "diff", name, "--since", "2101-01-01").status == 0
    missing = run(desk, "diff", name, "--since", "9")
    assert missing.status == 1
    assert "there are 1 to 2" in missing.err
    assert run(desk, "diff", name, "--since", "yesterday").status == 2
    assert run(desk, "diff", name, "--format", "docx").status == 2


def test_two_files_are_compared_without_a_workspace(desk: Path):
    name = story(desk)
    (desk / "one.json").write_text(run(desk, "dossier", name, "--json").out, encoding="utf-8")
    second_morning(desk)
    (desk / "two.json").write_text(run(desk, "dossier", name, "--json").out, encoding="utf-8")
    found = run(desk, "diff", "one.json", "two.json", "--json")
    assert found.status == 1
    stored = run(desk, "diff", name, "--since", "1", "--json").json
    assert {c["id"] for c in found.json["changes"]} == {
        c["id"] for c in stored["changes"] if c["kind"] != "expectation-due"
    }
    assert run(desk, "diff", "one.json", "one.json").status == 0


def test_a_feed_of_the_revisions(desk: Path):
    name = story(desk)
    run(desk, "dossier", name)
    second_morning(desk)
    run(desk, "dossier", name)
    done = run(desk, "diff", name, "--format", "atom")
    root = assert_atom(done.out.encode())
    terms = {c.get("term") for c in root.iter("{http://www.w3.org/2005/Atom}category")}
    assert {"report-added", "report-updated"} <= terms
    assert run(desk, "diff", name, "--format", "atom").out == done.out


def test_a_revision_rises_only_when_something_changed(desk: Path):
    name = story(desk)
    numbers = [run(desk, "dossier", name, "--json").json["story"]["revision"] for _ in range(3)]
    run(desk, "add", put(desk, *FIRST))  # known already
    numbers.append(run(desk, "dossier", name, "--json").json["story"]["revision"])
    second_morning(desk)
    numbers.append(run(desk, "dossier", name, "--json").json["story"]["revision"])
    assert numbers == [1, 1, 1, 1, 2]


def test_of_what_was_removed_nothing_is_remembered(desk: Path):
    name = story(desk)
    run(desk, "diff", name)
    run(desk, "remove", "kestrel")
    assert "kestrel" not in run(desk, "diff", name, "--json", "--peek").out.casefold()
    run(desk, "add", put(desk, "kestrel"))
    again = run(desk, "diff", story(desk), "--json").json
    assert {d for c in again["changes"] for d in c["documents"]} == {"kestrel"}


# ---------------------------------------------------------------- versions


def test_adding_says_what_is_a_new_version_and_that_it_is_silent(desk: Path):
    done = second_morning(desk)
    assert "post2: changed silently, no note and no new time of post" in done.err
    shown = run(desk, "versions", "post")
    assert "[-12-]{+15+}" in shown.out
    assert "changed silently" in shown.out
    found = run(desk, "versions", "post2", "--json").json
    assert [v["state"] for v in found["versions"]] == ["superseded", "current"]
    assert [v["document"] for v in found["versions"]] == ["post", "post2"]
    assert found["changes"][0]["silent"]
    assert run(desk, "versions", "nobody").status == 1


def test_only_the_current_version_is_reconciled_the_earlier_is_listed(desk: Path):
    second_morning(desk)
    dossier = run(desk, "dossier", story(desk), "--json").json
    assert [d["id"] for d in dossier["documents"]].count("post") == 0
    assert [(d["id"], d["superseded_by"]) for d in dossier["earlier"]] == [("post", "post2")]
    assert all(c["document"] != "post" for p in dossier["points"] for c in p["claims"])
    edges = [e for e in dossier["provenance"]["edges"] if e["kind"] == "updates"]
    assert [(e["from"], e["to"]) for e in edges] == [("post2", "post")]
    assert edges[0]["evidence"]
    (desk / "d.json").write_text(json.dumps(dossier), encoding="utf-8")
    assert run(desk, "verify", "d.json").status == 0


def test_one_pile_with_two_versions_is_no_conflict_and_no_corroboration(tmp_path: Path):
    pile = put(tmp_path, "post", "post2")
    run(tmp_path, "reconcile", pile, "-o", "out", "--format", "json,md", "-q")
    (path,) = (tmp_path / "out").glob("*.json")
    dossier = json.loads(path.read_text(encoding="utf-8"))
    assert len(dossier["documents"]) == 1
    assert len(dossier["versions"]) == 1
    assert not dossier["conflicts"]
    assert all(p["reports"] == 1 for p in dossier["points"])


def test_a_page_fetched_again_that_says_the_same_is_known(desk: Path):
    same = f"{REPORTS['kestrel']['text']}\nREAD MORE: Ten walks for the weekend\n"
    done = run(desk, "add", put(desk, "kestrel", text=same), "--json")
    assert done.json["added"] == []
    assert done.json["known"] == ["kestrel"]


# ---------------------------------------------------------------- agencies


def item(folder: Path, version: int, **fields: object) -> Path:
    body = REPORTS["post"]["text"].replace("12 people", f"{11 + version} people")
    given = {
        "uri": "urn:wire:dam",
        "version": str(version),
        "pubstatus": "usable",
        "versioncreated": f"2031-05-02T1{version}:00:00Z",
        "headline": "Dam above Orvale gives way",
        "body_text": body,
        "source": "Meridian Wire",
        "language": "en",
        "type": "text",
        **fields,
    }
    path = folder / f"item{version}.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def test_a_correction_supersedes_and_a_kill_withdraws(desk: Path):
    name = story(desk)
    run(desk, "add", item(desk, 1))
    run(desk, "add", item(desk, 2, ednote="CORRECTS number of dead"))
    dossier = run(desk, "dossier", name, "--json").json
    assert [d["id"] for d in dossier["documents"] if "wire" in d["id"]] == ["urn:wire:dam~2"]
    (change,) = dossier["versions"]
    assert change["said"] == "CORRECTS number of dead"
    assert not change["silent"]
    run(desk, "diff", name)
    done = run(desk, "add", item(desk, 3, pubstatus="canceled", body_text=""))
    assert done.status == 0
    assert "taken back" in done.err
    news = run(desk, "diff", name, "--json").json
    assert "report-withdrawn" in {c["kind"] for c in news["changes"]}
    dossier = run(desk, "dossier", name, "--json").json
    assert not [d for d in dossier["documents"] if "wire" in d["id"]]
    withdrawn = [d for d in dossier["earlier"] if d["withdrawn"]]
    assert [d["id"] for d in withdrawn] == ["urn:wire:dam~2"]
    assert run(desk, "versions", "urn:wire:dam", "--json").json["versions"][-1]["reason"]


def test_a_kill_that_comes_first_holds_for_what_comes_later(desk: Path):
    name = story(desk)
    assert run(desk, "add", item(desk, 3, pubstatus="canceled", body_text="")).status == 0
    run(desk, "add", item(desk, 1))
    dossier = run(desk, "dossier", name, "--json").json
    assert [d["withdrawn"] for d in dossier["earlier"]] == ["canceled by the agency"]
    run(desk, "add", item(desk, 4))
    dossier = run(desk, "dossier", name, "--json").json
    assert [d["id"] for d in dossier["documents"] if "wire" in d["id"]] == ["urn:wire:dam~2"]


# ---------------------------------------------------------------- rules

RULES = """
[[rules]]
name = "toll"
when = "figure"
about = ["killed", "dead"]
above = 13
run = [{python!r}, "-c", "import sys; open('alert.json', 'a').write(sys.stdin.read() + chr(10))"]

[[rules]]
name = "edits"
when = "silent-edit"
"""


def write_rules(folder: Path, text: str = RULES) -> None:
    (folder / "crosswire.toml").write_text(text.format(python=sys.executable), encoding="utf-8")


def test_rules_are_checked_when_reports_are_added_and_tell_once(desk: Path):
    write_rules(desk)
    assert run(desk, "rules", "check").out.endswith("1 stories looked at, 0 alerts\n")
    done = second_morning(desk)
    assert "toll: " in done.err
    assert "edits: " in done.err
    (alert,) = [json.loads(line) for line in (desk / "alert.json").read_text().splitlines()]
    assert alert["schema"] == "crosswire/alert/1"
    assert alert["rule"] == "toll"
    assert all(c["evidence"] for c in alert["changes"]["changes"])
    again = run(desk, "rules")
    assert again.status == 0
    assert again.out == "1 stories looked at, 0 alerts\n"
    assert len((desk / "alert.json").read_text().splitlines()) == 1
    assert "toll: figure" in run(desk, "rules", "list").out


def test_what_could_not_be_delivered_is_tried_again(desk: Path):
    write_rules(desk, '[[rules]]\nname = "all"\nwhen = "any"\nrun = [{python!r}, "deliver.py"]\n')
    failed = run(desk, "rules", "check")
    assert failed.status == 1
    assert "not delivered (try 1): all" in failed.out
    assert "not delivered (try 2): all" in run(desk, "rules").out
    (desk / "deliver.py").write_text("import sys; open('got', 'w').write(sys.stdin.read())")
    done = run(desk, "rules", "--json").json
    assert [a["rule"] for a in done["alerts"]] == ["all"]
    assert json.loads((desk / "got").read_text())["rule"] == "all"
    assert run(desk, "rules", "--json").json["alerts"] == []


def test_a_baseline_takes_what_there_is_as_told(desk: Path):
    write_rules(desk, '[[rules]]\nname = "all"\nwhen = "any"\n')
    assert run(desk, "rules", "--baseline", "--json").json["alerts"] == []
    assert run(desk, "rules", "--json").json["alerts"] == []
    write_rules(desk, '[[rules]]\nname = "all"\nwhen = "any"\nleast = 1\n')
    assert run(desk, "rules", "--json").json["alerts"] != []  # a changed rule looks anew


def test_a_rule_means_a_story_by_the_id_it_had_before_it_was_merged(desk: Path):
    whole = story(desk)
    other = {"id": "dog", "text": "A dog show in Brenne was won by a poodle named Otto on Sunday."}
    (desk / "dog.jsonl").write_text(json.dumps(other), encoding="utf-8")
    assert run(desk, "add", "dog.jsonl").status == 0
    (alone,) = (s["id"] for s in run(desk, "stories", "--json").json if s["documents"] == ["dog"])
    write_rules(desk, f'[[rules]]\nname = "dog"\nwhen = "any"\nstory = "{alone}"\n')
    assert run(desk, "merge", whole, alone).status == 0
    assert run(desk, "stories", "--json").json[0]["id"] == whole
    assert "1 stories looked at" in run(desk, "rules").out


def test_a_webhook_gets_the_alert_and_its_failure_is_kept(desk: Path, monkeypatch):
    sent: list[tuple[str, bytes]] = []
    answers = iter([500, 204])

    def posting(settings, *, allow_private=False):
        def post(url: str, body: bytes) -> int:
            sent.append((url, body))
            return next(answers)

        return post

    monkeypatch.setattr("crosswire.workspace.following.posting", posting)
    hook = Rule(name="hook", when="any", post="https://desk.example/hook")
    with Workspace(str(desk / "crosswire.db")) as workspace:
        first = workspace.check_rules([hook])
        assert [f.reason for f in first.failures] == [
            "https://desk.example/hook: status 500; expected 2xx"
        ]
        second = workspace.check_rules([hook])
        assert len(second.alerts) == 1
        assert not workspace.check_rules([hook]).alerts
    assert len(sent) == 2
    assert sent[0][1] == sent[1][1]
    assert json.loads(sent[0][1])["rule"] == "hook"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rules]]\nname = "x"\n', "when"),
        ('[[rules]]\nname = "x"\nwhen = "rains"\n', "when is one of figure, speaker"),
        ('[[rules]]\nname = "x"\nwhen = "figure"\n', "above or below"),
        ('[[rules]]\nname = "x"\nwhen = "any"\nrun = "echo hello"\n', "list of arguments"),
        ('[[rules]]\nname = "x"\nwhen = "any"\nshell = "y"\n', "besides there may be name"),
        ('[[rules]]\nname = "x"\nwhen = "conflict"\nkinds = "figur"\n', "expected figure, date"),
        ('[[rules]]\nname = "x"\nwhen = "any"\n' * 2, "two rules are called"),
        ("[rules]\nname = 1\n", "no list"),
        ("[[rules]\n", "not TOML"),
    ],
)
def test_a_rule_that_is_off_is_named(tmp_path: Path, text: str, said: str):
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load_rules(path)
    assert run(tmp_path, "rules", "list", "--rules", path).status == 2


def test_python_says_the_same_verbs(tmp_path: Path):
    with package.open() as workspace:
        workspace.add(str(put(tmp_path, *FIRST)))
        (found,) = workspace.stories()
        assert workspace.diff(found.id, reader="ada")
        seen = workspace.mark_seen(found.id, reader="ada")
        assert seen.revision == 1
        assert not workspace.diff(found.id, reader="ada")
        workspace.add(str(put(tmp_path, "post2", "lantern")))
        assert workspace.diff(found.id, reader="ada")
        assert [r.number for r in workspace.revisions(found.id)] == [1, 2]
        assert len(workspace.changes(found.id)) == 2
        assert [v.document for v in workspace.versions("post").versions] == ["post", "post2"]
        with pytest.raises(NotFoundError):
            workspace.diff("nothing")
