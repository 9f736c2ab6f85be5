"""Sources to stories in one go give what documents in memory give, whatever the processes and pieces."""

import io
import json
from pathlib import Path

import pytest
from tests.unit.cluster.reports import FERRY, QUAKES

from crosswire.engine.local import LocalEngine
from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.pipeline import grouping
from crosswire.pipeline.run import assignment
from crosswire.stages.acquire import sources
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.records import is_lines, pieces
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.cluster.pile import Pile

STORIES = Path(__file__).parents[2] / "stories"
LINES = [
    {"id": d.id, "text": d.text, "published_at": d.published_at.value, "language": "en"}
    for d in [*FERRY, *QUAKES]
]


@pytest.fixture
def folder(tmp_path):
    content = "".join(json.dumps(line) + "\n" for line in LINES)
    (tmp_path / "a.jsonl").write_text(content)
    (tmp_path / "b.jsonl").write_text(
        content + "no JSON\n" + json.dumps({**LINES[0], "text": "Other."})
    )
    (tmp_path / "c.txt").write_text(FERRY[0].text)
    return tmp_path


@pytest.mark.parametrize(("workers", "few"), [(1, 3), (2, 1)])
def test_the_stories_of_sources_are_those_of_their_documents(folder, monkeypatch, workers, few):
    monkeypatch.setattr(sources, "PIECE", 1500)
    monkeypatch.setattr(grouping, "FILES", 2)
    monkeypatch.setattr(grouping, "FEW", few)
    read = list(acquire([str(folder)]))
    documents = [item for item in read if isinstance(item, Document)]
    heard = []
    found = list(
        grouping.assigned([str(folder)], AcquireOptions(), workers=workers, hear=heard.append)
    )
    assert found == list(assignment(documents))
    assert heard[0].skipped == [item for item in read if not isinstance(item, Document)]
    assert [d.id for d in heard[0].told] == [
        d.id for d in documents if "renamed_from" in d.metadata
    ]


@pytest.mark.parametrize("together", [(), (("highland-post.md", "port-vestnik"),)])
def test_a_large_pile_has_ties_across_languages_too(tmp_path, monkeypatch, together):
    """What is settled in parts gives what all gives at once, whomever a person put together."""
    sources = [str(STORIES / name / "reports") for name in ("almenar", "quebrada")]
    decided = Constraints(together=together)
    found = []
    for size in (20_000, 0):
        monkeypatch.setattr(grouping, "AT_ONCE_WHOLE", size)
        folder = tmp_path / str(size)
        folder.mkdir()
        with LocalEngine(1) as engine:
            pile = Pile(folder)
            grouping.gather(sources, AcquireOptions(), pile, engine)
            stories = grouping.stories_of(pile, folder, engine, constraints=decided)
            found.append(sorted(stories, key=lambda story: story.id))
    assert found[0] == found[1]
    home = {name: story.id for story in found[1] for name in story.documents}
    mine, blast = home["highland-post.md"], home["coastal-herald.md"]
    assert mine != blast
    assert home["port-vestnik"] == (mine if together else blast)


def test_a_large_file_comes_in_pieces_of_whole_lines_with_their_numbers():
    content = b"".join(b'{"text": "%d"}\n' % n for n in range(200)) + b'{"text": "end"}'
    found = list(pieces(io.BytesIO(content), 64, 10_000))
    assert b"".join(piece for piece, _ in found) == content
    assert len(found) > 20
    for piece, number in found:
        assert piece.startswith(b'{"text": "%d"}' % (number - 1)) or number == 201


def test_a_line_without_end_is_never_in_memory_as_a_whole():
    found = list(pieces(io.BytesIO(b"x" * 5000), 100, 1000))
    assert max(len(piece) for piece, _ in found) <= 1000
    assert b"".join(piece for piece, _ in found) == b"x" * 5000


@pytest.mark.parametrize(
    ("start", "lines"), [(b'{"a": 1}\n{', True), (b'\xef\xbb\xbf{"a": 1}', True), (b"{\n", False)]
)
def test_one_document_over_many_lines_is_no_lines(start, lines):
    assert is_lines(start) is lines
