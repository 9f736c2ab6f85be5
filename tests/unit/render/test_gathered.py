"""What is said alike stands once: rows of figures and ways of words keep all their passages."""

from msgspec.structs import replace
from tests.unit.render.sample import dossier

from crosswire.model.dossier import Edge, FigureMention
from crosswire.model.span import Evidence
from crosswire.stages.render.gathered import alike, how, said, ways
from crosswire.stages.render.index import Index, index


def _book() -> Index:
    return index(dossier())


def _mention(book: Index, report: int, **given: object) -> FigureMention:
    name = book.dossier.documents[report].id
    fields = {"value": 12.0, "counted": "boats", "text": "12 boats", **given}
    return FigureMention(document=name, start=0, end=8, **fields)  # type: ignore[arg-type]


def test_one_number_of_one_speaker_and_day_is_one_row() -> None:
    book = _book()
    mentions = [
        _mention(book, 0, as_of="2031-03-04T10:00:00Z"),
        _mention(book, 1, as_of="2031-03-04T18:20:00Z"),
        _mention(book, 2, as_of="2031-03-05"),
        _mention(book, 0, value=13.0, as_of="2031-03-04T10:00:00Z"),
        _mention(book, 1, as_of="2031-03-04", attributed_to="Lind Shipping"),
    ]
    rows = alike(book, [(m, None) for m in mentions])
    assert [len(row.mentions) for row in rows] == [2, 1, 1, 1]
    assert [row.when for row in rows[:2]] == ["4 March 2031", "5 March 2031"]


def test_figures_without_a_time_of_their_own_are_of_the_days_of_their_reports() -> None:
    book = _book()
    days = sorted(d.published_at.value or "" for d in book.dossier.documents[:3])
    (row,) = alike(book, [(_mention(book, n), None) for n in range(3)])
    assert len(row.mentions) == 3
    assert row.when.startswith("reported ")
    assert days[0][:4] in row.when


def test_ways_from_one_end_are_one_line_and_those_that_cite_share_whom_they_cite() -> None:
    book = _book()
    one, two, three = (d.id for d in book.dossier.documents[:3])
    words = Evidence(document=one, start=0, end=4, text="held")
    copy = Edge(from_=one, to=two, kind="republishes", stated=False, score=0.5, evidence=(words,))
    edges = [
        copy,
        replace(copy, to=three, score=0.9, evidence=(replace(words, document=three),)),
        replace(copy, from_=two, to="Merrin Coast Guard", kind="cites", stated=True),
        replace(copy, from_=three, to="Merrin Coast Guard", kind="cites", stated=True),
    ]
    copied, cited = ways(edges)
    assert said(book, copied).endswith("republishes reports 2 and 3")
    assert how(copied) == "inferred, 0.50 to 0.90"
    assert len(copied.evidence) == 2
    assert cited.from_ == (two, three)
    assert how(cited) == "stated"
