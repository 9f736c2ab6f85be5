"""Searching: what meets a query is found, with the words that do; what is gone is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.hostile import INJECTIONS

from crosswire.model.finding import Found
from crosswire.workspace import Workspace

TEXTS = {
    "post": "Harbour master Odo Brandt said on Monday that at least 52 people had died in Tessport.\n\n"
    "Engineer Ilsa Varn said the wall had 40 cracks.",
    "echo": "Ilsa Varn said 52 people had died in Tessport. Odo Brandt declined to comment.",
    "note": "The bakery at Lindmar closes after 90 years.",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("find")
    for number, (name, text) in enumerate(TEXTS.items()):
        front = f"---\noutlet: The {name}\npublished_at: 2031-05-0{number + 6}\n---\n\n"
        (folder / f"{name}.txt").write_text(front + text, encoding="utf-8")
    path = folder / "find.db"
    with Workspace(str(path)) as workspace:
        workspace.add(*(str(folder / f"{name}.txt") for name in TEXTS))
        workspace.read(least=1)
    return path


@pytest.fixture
def workspace(kept: Path, tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "own.db"
    shutil.copy(kept, path)
    with Workspace(str(path)) as found:
        yield found


def ids(found: Found) -> set[str]:
    return {hit.document.removesuffix(".txt") for hit in found.hits}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("tessport", {"post", "echo"}),
        ("killed > 50", {"post", "echo"}),
        ("killed > 52", {"post"}),  # at least 52
        ("killed = 52", {"post", "echo"}),
        ("killed < 50", set()),
        ("cracks 30..50", {"post"}),
        ("speaker:brandt killed > 50", {"post"}),
        ("speaker:varn killed > 50", {"echo"}),
        ("speaker:varn cracks", {"post"}),
        ("speaker:brandt cracks", set()),
        ("entity:varn -cracks", {"echo"}),
        ("outlet:echo", {"echo"}),
        ("after:2031-05-08", {"note"}),
        ("before:2031-05-07 died", {"post"}),
        ("lindm*", {"note"}),
        ('"Odo Brandt"', {"post", "echo"}),
        ("-tessport", set()),
        ("", set()),
    ],
)
def test_what_meets_a_query(workspace: Workspace, query: str, wanted: set[str]) -> None:
    found = workspace.find(query)
    assert ids(found) == wanted
    assert found.total == len(wanted)


def test_passages_are_words_of_the_report_and_marks_stand_in_them(workspace: Workspace) -> None:
    for hit in workspace.find("speaker:varn died").hits:
        text = workspace.document(hit.document).text
        assert hit.passages
        for passage in hit.passages:
            shown = passage.evidence
            assert text[shown.start : shown.end] == shown.text
            assert all(shown.start <= m.start < m.end <= shown.end for m in passage.marks)
    conditions = {m.condition for h in workspace.find("speaker:varn died").hits
                  for p in h.passages for m in p.marks}  # fmt: skip
    assert conditions == {0, 1}


def test_pages_hold_every_hit_once(workspace: Workspace) -> None:
    pages = [workspace.find("died", limit=1, offset=at) for at in range(3)]
    assert [len(page.hits) for page in pages] == [1, 1, 0]
    assert {page.total for page in pages} == {2}


def test_reports_that_were_not_read_are_counted(workspace: Workspace) -> None:
    with workspace.store.writer() as writer:
        document = workspace.document("note.txt")
        writer.put(type(document)(id="new", sha256="0", text="Odo Brandt said 60 people had died."))
    assert workspace.find("killed > 50").unread == 1
    assert workspace.find("killed > 50 outlet:echo").unread == 0
    assert "new" in ids(workspace.find('entity:"Odo Brandt"'))
    assert workspace.find("died").unread == 0


def test_what_was_removed_leaves_no_name_behind(workspace: Workspace) -> None:
    workspace.remove("post.txt", "echo.txt")
    assert workspace.find("entity:varn").total == 0
    with workspace.store.connections.reading() as connection:
        left = connection.exec_driver_sql("SELECT key FROM finding_terms").scalars().all()
    assert not [key for key in left if "brandt" in key or "varn" in key]


def test_hostile_queries_do_no_harm(workspace: Workspace) -> None:
    from crosswire.errors import UsageError

    for query in (*INJECTIONS, "\udcff", "speaker:%", "speaker:_", "outlet:%", '"' * 50, "a*b*c*"):
        try:
            found = workspace.find(query[:900])
        except UsageError:
            continue
        assert found.total <= 1, query
    assert workspace.find("tessport").total == 2
