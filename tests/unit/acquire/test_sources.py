"""What comes of files, folders and standard input, the bad ones above all."""

import gzip
import io
import json
from pathlib import Path

import pytest

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.records import TOLD
from crosswire.stages.acquire.sources import AcquireOptions, acquire

TEXT = "The mayor opened the bridge on Monday. It had cost nine million.\n"


def put(folder: Path, **files: bytes | str) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def read(*sources: Path | str, **options: object) -> list[Document | Skipped]:
    return list(acquire([str(s) for s in sources], AcquireOptions(**options)))  # type: ignore[arg-type]


def ids(found: list[Document | Skipped]) -> list[str]:
    return [item.id if isinstance(item, Document) else f"!{item.document}" for item in found]


def one(found: list[Document | Skipped]) -> Document:
    (document,) = found
    assert isinstance(document, Document), document
    return document


def reason(found: list[Document | Skipped]) -> str:
    (skipped,) = found
    assert isinstance(skipped, Skipped), skipped
    return skipped.reason


def test_folder_is_read_in_order_with_relative_ids(tmp_path: Path) -> None:
    put(tmp_path, b_dot_txt=TEXT, a__c_dot_md=TEXT, d_dot_pdf=b"%PDF", _dot_hidden=b"x")
    assert ids(read(tmp_path)) == ["a/c.md", "b.txt", "!d.pdf"]


def test_text_is_untouched_but_for_its_mark(tmp_path: Path) -> None:
    text = "\n\n  Bridge opens\r\n\r\nThe mayor  opened it on Monday.\t\n\n"
    put(tmp_path, a_dot_txt=b"\xef\xbb\xbf" + text.encode())
    assert one(read(tmp_path / "a.txt")).text == text


def test_packed_text_is_unpacked(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt_dot_gz=gzip.compress(TEXT.encode()))
    assert one(read(tmp_path)).text == TEXT


def test_a_bomb_is_refused_by_its_unpacked_size(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt_dot_gz=gzip.compress(b"a" * 10_000_000))
    assert "more than 1000000 bytes unpacked" in reason(
        read(tmp_path, max_document_bytes=1_000_000)
    )


def test_broken_packing_is_said(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt_dot_gz=gzip.compress(TEXT.encode())[:-12])
    assert "ends too soon" in reason(read(tmp_path))


def test_same_file_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=TEXT)
    assert ids(read(tmp_path, tmp_path / "a.txt")) == ["a.txt", "!a.txt"]


def test_two_files_of_one_content_are_both_kept(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=TEXT, b_dot_txt=TEXT)
    assert ids(read(tmp_path)) == ["a.txt", "b.txt"]


def test_two_files_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, x__a_dot_txt=TEXT, y__a_dot_txt=TEXT)
    found = read(tmp_path / "x", tmp_path / "y")
    assert ids(found) == ["a.txt", "a.txt~2"]
    assert found[1].metadata["renamed_from"] == "a.txt"  # type: ignore[union-attr]


def test_same_id_in_records(tmp_path: Path) -> None:
    rows = [{"id": "n1", "text": t} for t in (TEXT, TEXT, "Another text. It differs.")]
    put(tmp_path, r_dot_jsonl="\n".join(map(json.dumps, rows)))
    found = read(tmp_path)
    assert ids(found) == ["n1", "!n1", "n1~2"]
    assert "same document twice" in found[1].reason  # type: ignore[union-attr]


def test_a_given_id_that_looks_renamed_is_not_taken_twice(tmp_path: Path) -> None:
    rows = [
        {"id": i, "text": t} for i, t in (("n~2", "One. Two."), ("n", "Three."), ("n", "Four."))
    ]
    put(tmp_path, r_dot_jsonl="\n".join(map(json.dumps, rows)))
    found = ids(read(tmp_path))
    assert len(set(found)) == 3
    assert found[:2] == ["n~2", "n"]


def test_bad_lines_never_stop_the_rest(tmp_path: Path) -> None:
    lines = [
        '{"text": 5}',
        "[1]",
        '{"text": "unclosed',
        "",
        json.dumps({"text": TEXT}),
        '{"id": 7}',
    ]
    put(tmp_path, r_dot_ndjson="\n".join(lines))
    found = read(tmp_path)
    names = ["!r.ndjson:1", "!r.ndjson:2", "!r.ndjson:3", "r.ndjson:5", "!7"]
    assert ids(found) == names
    assert all("expected" in item.reason for item in found if isinstance(item, Skipped))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"schema": "crosswire/dossier/1", "lines": [1, 2]}, "document (crosswire/dossier/1)"),
        ({"text": TEXT, "schema": 7}, "one JSON document;"),
        ([{"text": TEXT}] * 3, "one JSON document, a list of 3"),
    ],
)
@pytest.mark.parametrize("name", ["story.json", "story.jsonl"])
def test_one_document_over_many_lines_is_said_once(
    tmp_path: Path, name: str, value: object, said: str
) -> None:
    (tmp_path / name).write_text(json.dumps(value, indent=2), encoding="utf-8")
    told = reason(read(tmp_path / name))
    assert said in told
    assert "expected JSON Lines: one object a line" in told
    assert "put each report on a line of its own" in told


def test_a_named_json_that_holds_lines_is_read(tmp_path: Path) -> None:
    put(tmp_path, r_dot_json="\n".join(json.dumps({"id": i, "text": TEXT + i}) for i in "ab"))
    assert ids(read(tmp_path / "r.json")) == ["a", "b"]


@pytest.mark.parametrize("line", ["{", "no JSON", "[", '{"text": 5}'])
def test_very_many_bad_lines_are_counted(tmp_path: Path, line: str) -> None:
    lines = [line] * 1_000 + [json.dumps({"id": "good", "text": TEXT})]
    put(tmp_path, r_dot_jsonl="\n".join(lines))
    found = read(tmp_path)
    named = [f"!r.jsonl:{n}" for n in range(1, TOLD + 1)]
    assert ids(found) == [*named, "good", "!r.jsonl"]
    assert "980 more lines" in found[-1].reason  # type: ignore[union-attr]


def test_just_as_many_bad_lines_as_are_named_need_no_count(tmp_path: Path) -> None:
    put(tmp_path, r_dot_jsonl="no JSON\n" * TOLD)
    assert ids(read(tmp_path)) == [f"!r.jsonl:{n}" for n in range(1, TOLD + 1)]


def test_record_fields_and_unknown_keys(tmp_path: Path) -> None:
    row = {
        "id": "n1",
        "title": "Bridge opens",
        "text": TEXT,
        "outlet": "The Ferry Post",
        "url": "https://www.example.org/2019/05/06/bridge",
        "published_at": "2019-05-06T00:00:00",
        "language": "en-GB",
        "section": "local",
    }
    put(tmp_path, r_dot_jsonl=json.dumps(row))
    document = one(read(tmp_path))
    assert document.text == f"Bridge opens\n\n{TEXT}"
    assert document.text[document.body_start :] == TEXT
    assert document.title is not None
    assert document.title.text == "Bridge opens"
    assert (document.outlet, document.language) == ("The Ferry Post", "en")
    assert (document.published_at.value, document.published_at.precision) == ("2019-05-06", "day")
    assert document.metadata == {"section": "local"}


def test_title_is_not_set_twice(tmp_path: Path) -> None:
    put(
        tmp_path, r_dot_jsonl=json.dumps({"title": "Bridge opens", "text": "Bridge opens\n" + TEXT})
    )
    assert one(read(tmp_path)).text.count("Bridge opens") == 1


def test_a_date_that_is_none_is_kept_as_given(tmp_path: Path) -> None:
    put(tmp_path, r_dot_jsonl=json.dumps({"text": TEXT, "published_at": "soon"}))
    document = one(read(tmp_path))
    assert document.published_at.value is None
    assert document.metadata["published_at"] == "soon"


def test_lone_surrogates_are_replaced_and_said(tmp_path: Path) -> None:
    put(
        tmp_path,
        r_dot_jsonl=r'{"text": "Cut \ud83d here, whole \ud83d\ude00, and \\ud83d spelt out."}',
    )
    document = one(read(tmp_path))
    assert document.text == "Cut \ufffd here, whole \U0001f600, and \\ud83d spelt out."
    assert document.metadata == {"replaced_surrogates": 1}
    document.text.encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"words\0words " * 50, "NUL"),
        (bytes(range(1, 256)) * 40, "binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    put(tmp_path, a_dot_txt=content)
    assert said in reason(read(tmp_path))


def test_no_sentence_at_all_is_kept(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt="12 34 -- 56 ?")
    document = one(read(tmp_path))
    assert document.language is None
    assert len(document.blocks) == 1


def test_script_from_the_right_and_combining_marks(tmp_path: Path) -> None:
    text = "قال الوزير يوم الاثنين إن المحادثات ستستمر حتى يتم التوصل إلى اتفاق.\n\nZ\u0301a\u0308"
    put(tmp_path, a_dot_txt=text)
    document = one(read(tmp_path))
    assert (document.text, document.language) == (text, "ar")


def test_fifty_megabytes_of_one_line(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=b"The mayor spoke again on Monday. " * 1_600_000)
    document = one(read(tmp_path))
    assert len(document.text) > 50_000_000
    assert [block.kind for block in document.blocks] == ["body"]
    assert document.metadata == {"read_to": 1_000_000}


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=b"a" * 2000)
    assert "max_document_bytes" in reason(read(tmp_path, max_document_bytes=1000))


def test_standard_input_is_told_by_its_content() -> None:
    row = json.dumps({"id": "n1", "text": TEXT}).encode()
    assert ids(read("-", stdin=io.BytesIO(row))) == ["n1"]
    assert one(read("-", stdin=io.BytesIO(TEXT.encode()))).id == "-"


def test_what_is_not_there_and_what_is_on_the_net(tmp_path: Path) -> None:
    (missing,) = read(tmp_path / "none.txt")
    (far,) = read("https://www.example.org/a.html")
    assert "no such file" in missing.reason  # type: ignore[union-attr]
    assert "reads no network" in far.reason  # type: ignore[union-attr]


def test_options_stand_in_for_what_is_not_said(tmp_path: Path) -> None:
    put(tmp_path, a_dot_txt=TEXT)
    document = one(
        read(tmp_path, outlet="The Ferry Post", agency="Reuters", published_at="2019-05-06")
    )
    said = (document.outlet, document.agency, document.published_at.value)
    assert said == ("The Ferry Post", "Reuters", "2019-05-06")


def test_front_matter_is_read_and_no_prose(tmp_path: Path) -> None:
    text = f'---\ntitle: "Bridge opens"\noutlet: The Ferry Post\ndate: 2019-05-06\ndesk: city\n---\n\n{TEXT}'
    put(tmp_path, a_dot_md=text)
    document = one(read(tmp_path))
    assert document.text == text
    assert document.title is not None
    assert document.title.text == "Bridge opens"
    assert (document.outlet, document.published_at.value) == ("The Ferry Post", "2019-05-06")
    assert document.text[document.body_start :] == TEXT
    assert [block.kind for block in document.blocks] == ["note", "body"]
    assert document.metadata == {"desk": "city"}


@pytest.mark.parametrize(
    "line",
    ["(", "“", "Reuters / ", "A, ", "By Aaa ", "12:30 ", "#a ", "---\na: b\n", "Ab cd\n", "(AP/"],
)
def test_blocks_lie_in_order_and_time_grows_with_the_text(tmp_path: Path, line: str) -> None:
    put(tmp_path, a_dot_txt=(line * 30 + "\n") * 300)
    document = one(read(tmp_path))
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(document.text)
        assert document.text[block.start : block.end].strip()
        last = block.end
