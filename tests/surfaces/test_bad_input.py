"""What comes of bad input, end to end: each kind has a clear outcome, and none stops the rest."""

import json
import os
import time
from pathlib import Path

import pytest
from tests.properties.strategies import RECORDS
from tests.surfaces.commands import Done, crosswire

ARABIC = (
    "استدعت وزارة الخارجية في هالدن سفير بيلاند يوم الثلاثاء بعد أن عبرت أربعون طائرة مسيرة الحدود.\n\n"
    "وقال السفير إن الطائرات لا تتبع جيش بيلاند.\n"
)
GERMAN = (
    "Halden bestellt Botschafter von Belland ein\n\n"
    "Das Außenministerium von Halden hat am Dienstag den Botschafter von Belland, Jan Verrel, einbestellt, nachdem"
    " 40 Drohnen die Grenze überflogen hatten. Ministerin Mira Osk protestierte gegen die Drohnen an der Grenze.\n"
)
PLAIN = "The ministry of Halden spoke to the envoy of Belland on Tuesday about the drones at the border."
CAFE = "Ren\u00e9e Bj\u00f6rk said on Monday that the caf\u00e9 of \u00c5s would close. " * 8


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def annotated(folder: Path, name: str, content: bytes | str) -> Done:
    return crosswire("annotate", written(folder, name, content))


def read_whole(done: Done) -> dict:
    """Return the one document that was read, after checking that its findings stand where they say."""
    assert done.status == 0, done.err
    (line,) = done.lines
    for sentence in line["sentences"]:
        assert 0 <= sentence["start"] < sentence["end"] <= len(line["text"])
    for layer in ("mentions", "figures", "times", "events"):
        for found in line[layer]:
            assert line["text"][found["start"] : found["end"]] == found["text"]
    return line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty; expected the text of a report"),
        (b" \n\t ", "empty; expected the text of a report"),
        (b"\x7fELF\x02\x01\x01\0\0\0" * 300, "binary data"),
        (bytes(range(1, 32)) * 90, "binary data"),
        (b"half\0way\0through " * 50, "binary data (it holds NUL"),
    ],
    ids=["empty", "blank", "program", "controls", "nuls"],
)
def test_what_is_no_text_is_refused_with_its_reason(tmp_path, content, said):
    done = annotated(tmp_path, "bad.txt", content)
    assert (done.status, done.out) == (1, "")
    assert f"skipped bad.txt: {said}" in done.err


@pytest.mark.parametrize(
    "encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]
)
def test_other_encodings_give_the_same_text(tmp_path, encoding):
    line = read_whole(annotated(tmp_path, "a.txt", CAFE.encode(encoding)))
    assert line["text"] == CAFE
    assert line["attributions"]


def test_ten_thousand_nested_tags_give_their_text(tmp_path):
    page = "<html><body>" + "<div>" * 10_000 + f"<p>{PLAIN} {PLAIN}</p>" + "</div>" * 10_000
    started = time.monotonic()
    done = annotated(tmp_path, "deep.html", page)
    assert time.monotonic() - started < 20
    if done.status == 0:
        assert "ministry of Halden" in read_whole(done)["text"]
    else:
        assert "skipped deep.html: " in done.err


@pytest.mark.parametrize(
    "text",
    [
        f"“{PLAIN} He said it was open, and “that was that. {PLAIN}",
        '"' * 501 + PLAIN,
        f'{PLAIN} "The drones came, Osk said. "We saw ‘them. {PLAIN}',
        "((((" * 300 + PLAIN,
    ],
    ids=["curly", "many", "mixed", "brackets"],
)
def test_unclosed_quotes_are_read(tmp_path, text):
    assert read_whole(annotated(tmp_path, "a.txt", text))["sentences"]


def test_lone_surrogates_are_replaced(tmp_path):
    record = (
        '{"id": "s", "text": "The envoy \\ud83d left Halden on Monday. \\udc00", "language": "en"}'
    )
    line = read_whole(annotated(tmp_path, "s.jsonl", record))
    assert line["text"] == "The envoy \ufffd left Halden on Monday. \ufffd"
    raw = PLAIN.encode() * 9 + b" \xed\xa0\xbd"
    assert "\ufffd" in read_whole(annotated(tmp_path, "s.txt", raw))["text"]


def test_marks_and_scripts_keep_their_places(tmp_path):
    text = f"Z\u0351\u0346a\u0350\u0323 🙂👩‍🚀 \u202e{PLAIN}\u202c שר החוץ said on Monday: e\u0301!\n\n{PLAIN}\n"
    line = read_whole(annotated(tmp_path, "a.txt", text))
    assert line["text"] == text
    assert any(t["text"] == "Tuesday" for t in line["times"])


@pytest.mark.parametrize("text", ["12 34 -- 56 ?", "…", "🙂", "https://example.org/a", "x"])
def test_no_sentence_at_all_is_kept(tmp_path, text):
    assert read_whole(annotated(tmp_path, "a.txt", text))["text"] == text


@pytest.mark.parametrize(
    ("text", "language", "name"), [(ARABIC, "ar", "Arabic"), (GERMAN, "de", "German")]
)
def test_another_language_is_kept_and_not_read(tmp_path, text, language, name):
    line = read_whole(annotated(tmp_path, "a.txt", text))
    assert (line["language"], line["sentences"], line["mentions"]) == (language, [], [])
    assert line["skipped"].startswith(f"not analysed: its language is {name}")
    assert line["read"] == "none"


def test_the_same_file_twice_is_read_once(tmp_path):
    path = written(tmp_path, "a.txt", PLAIN)
    done = crosswire("annotate", path, tmp_path, path)
    assert len(done.lines) == 1
    assert done.err.count("skipped a.txt: same document twice") == 2


def test_one_id_with_two_texts_gives_two_documents(tmp_path):
    rows = [
        {"id": "n", "text": PLAIN},
        {"id": "n", "text": "Rain fell."},
        {"id": "n", "text": PLAIN},
    ]
    done = annotated(tmp_path, "r.jsonl", "\n".join(map(json.dumps, rows)))
    assert [line["id"] for line in done.lines] == ["n", "n~2"]
    assert "skipped n: same document twice" in done.err


def test_lines_that_are_no_records_are_named(tmp_path):
    rows = ["{", "[]", '{"text": 3}', json.dumps({"id": "good", "text": PLAIN})]
    done = annotated(tmp_path, "r.jsonl", "\n".join(rows))
    assert [line["id"] for line in done.lines] == ["good"]
    assert [f"skipped r.jsonl:{n}: " in done.err for n in (1, 2, 3)] == [True] * 3


def test_a_file_name_that_is_no_text_is_an_id_all_the_same(tmp_path):
    folder = os.fsencode(tmp_path)
    with open(folder + b"/r\xe9sum\xe9.txt", "wb") as file:
        file.write(PLAIN.encode())
    read_whole(crosswire("annotate", tmp_path))
    assert crosswire("add", tmp_path, "--workspace", tmp_path / "w.db").status == 0


def test_a_folder_without_permission_and_a_loop_stop_nothing(tmp_path):
    written(tmp_path, "a.txt", PLAIN)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    done = crosswire("annotate", tmp_path)
    assert [line["id"] for line in done.lines] == ["a.txt"]
    assert "skipped gone.txt: " in done.err


@pytest.mark.parametrize("unit", ["word ", "1,500 ", "Mr. A. ", "on Monday ", "said that "])
def test_a_long_repetition_is_read(tmp_path, unit):
    started = time.monotonic()
    read_whole(annotated(tmp_path, "a.txt", unit * (4_000 // len(unit))))
    assert time.monotonic() - started < 20


@pytest.mark.slow
def test_fifty_megabytes_of_one_line_are_kept_and_read_only_so_far(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes((PLAIN + " ").encode() * (50_000_000 // (len(PLAIN) + 1)))
    env = {"CROSSWIRE_MAX_TEXT_CHARACTERS": "20000"}
    done = crosswire("annotate", path, env=env)
    line = read_whole(done)
    assert len(line["text"]) > 49_000_000
    assert max(s["end"] for s in line["sentences"]) <= 20_000


def test_one_folder_of_everything_gives_the_dossier_of_the_good(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    good = [{**r, "language": "en"} for r in RECORDS[:2]]
    alone = tmp_path / "alone.jsonl"
    alone.write_text("\n".join(map(json.dumps, good)))
    expected = crosswire("reconcile", alone, "-o", tmp_path / "alone", "--json").json["stories"][0]
    for name, content in {
        "good.jsonl": alone.read_bytes(),
        "empty.txt": b"",
        "program.txt": b"\x7fELF\0\0\0" * 99,
        "latin.txt": CAFE.encode("latin-1"),
        "wide.txt": CAFE.encode("utf-16"),
        "deep.html": b"<div>" * 10_000 + b"deep",
        "quotes.txt": b'"' * 999 + PLAIN.encode(),
        "cut.jsonl": b'{"text": "\n{"text": "Cut \\ud83d here."}',
        "german.txt": GERMAN.encode(),
        "arabic.txt": ARABIC.encode(),
        "number.txt": b"12 34 56",
        "packed.txt.gz": b"\x1f\x8bbroken",
        "again.jsonl": alone.read_bytes(),
        "picture.png": b"\x89PNG",
    }.items():
        written(folder, name, content)
    done = crosswire("reconcile", folder, "-o", tmp_path / "out", "--json")
    assert done.status == 0
    assert "Traceback" not in done.err
    for name in ("empty.txt", "program.txt", "packed.txt.gz", "picture.png", "cut.jsonl:1"):
        assert f"skipped {name}: " in done.err
    story = next(s for s in done.json["stories"] if {"post", "courier"} <= set(s["documents"]))
    made = json.loads(next(Path(p) for p in story["files"] if p.endswith(".json")).read_text())
    assert len(made["points"]) >= expected["points"]
    assert {s["document"] for s in made["skipped"]} >= {"empty.txt", "program.txt", "picture.png"}
    assert crosswire("verify", next(p for p in story["files"] if p.endswith(".json"))).status == 0


def test_a_report_in_another_language_stands_in_its_story_and_the_dossier_says_it_is_not_read(
    tmp_path,
):
    rows = [
        *RECORDS[:2],
        {"id": "blatt", "published_at": "2031-05-06", "language": "de", "text": RECORDS[0]["text"]},
    ]
    path = written(tmp_path, "r.jsonl", "\n".join(map(json.dumps, rows)))
    (story,) = crosswire("reconcile", path, "-o", tmp_path, "--json").json["stories"]
    made = json.loads(next(Path(p) for p in story["files"] if p.endswith(".json")).read_text())
    assert "blatt" in {d["id"] for d in made["documents"]}
    (left,) = [s for s in made["skipped"] if s["document"] == "blatt"]
    assert left["reason"].startswith("not analysed: its language is German")
    assert all(c["document"] != "blatt" for p in made["points"] for c in p["claims"])
