"""Markdown and terminal text of the sample, and the words all renderers share."""

import json
from pathlib import Path

import jsonschema
import pytest
from rich.cells import cell_len
from tests.unit.render.sample import POINTS, dossier

from crosswire.errors import UsageError
from crosswire.model.codec import from_json
from crosswire.model.dossier import Dossier, DossierStory, FigureMention
from crosswire.stages.render import wording
from crosswire.stages.render.differences import Piece, compare, mark
from crosswire.stages.render.index import Line, index, stances, trailing
from crosswire.stages.render.json import render_json
from crosswire.stages.render.markdown import render_markdown
from crosswire.stages.render.schemas import SCHEMAS, schema
from crosswire.stages.render.table import ALIASES, RENDERERS, SUFFIXES, render
from crosswire.stages.render.terminal import render_terminal

HERE = Path(__file__).parent
EMPTY = Dossier(story=DossierStory(id="s", title="Nothing yet"), documents=())


@pytest.mark.parametrize(("name", "suffix"), [("md", "md"), ("terminal", "txt")])
def test_the_sample_reads_as_expected(name: str, suffix: str) -> None:
    assert render(dossier(), name) == (HERE / f"expected.{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    rows = render_terminal(dossier(), width=width).split("\n")
    assert max(map(cell_len, rows)) <= width


def test_colour_is_written_only_when_asked_for() -> None:
    assert "\x1b" not in render_terminal(dossier())
    assert "\x1b[" in render_terminal(dossier(), colour=True)


def test_long_lists_are_cut_and_say_so() -> None:
    assert "… 1 more (see the page)" in render_terminal(dossier())


def test_an_empty_dossier_says_what_was_not_found() -> None:
    for text in (render_markdown(EMPTY), " ".join(render_terminal(EMPTY).split())):
        assert "No disagreement was found among these reports." in text
        assert "Looked for and not found: disagreements, points, figures" in text


def test_json_goes_round_and_meets_its_schema() -> None:
    data = render_json(dossier())
    assert from_json(data, Dossier) == dossier()
    jsonschema.Draft202012Validator.check_schema(schema("dossier"))
    jsonschema.validate(json.loads(data), schema("dossier"))


def test_a_dossier_with_a_wrong_verdict_fails_the_schema() -> None:
    plain = json.loads(render_json(dossier()))
    plain["points"][0]["verdict"] = "true"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, schema("dossier"))


def test_every_schema_is_one_and_an_unknown_name_lists_them() -> None:
    for name in SCHEMAS:
        jsonschema.Draft202012Validator.check_schema(schema(name))
    with pytest.raises(UsageError, match="annotations, dossier, story"):
        schema("nonsense")


def test_renderers_have_suffixes_and_an_unknown_one_lists_them() -> None:
    assert set(SUFFIXES) == set(RENDERERS)
    assert set(ALIASES.values()) <= set(RENDERERS)
    assert render(EMPTY, "markdown") == render(EMPTY, "md")
    with pytest.raises(UsageError, match="terminal, html, json, md"):
        render(EMPTY, "tarot")


@pytest.mark.parametrize(
    ("key", "stance", "verdict"),
    [
        ("p1", "", "both sides say it"),
        ("p2", "Merrin Coast Guard says", "one root, 4 reports"),
        ("p3", "Lind Shipping and Merrin Coast Guard say", "2 roots"),
        ("p6", "Denied by Tavast Foreign Ministry", "one root, 3 reports"),
        ("p7", "", "seen by a reporter"),
        ("p9", "Demanded by Tavast Foreign Ministry", "single report"),
        ("p11", "Not confirmed", "no source named"),
        ("p13", "", "background"),
    ],
)
def test_points_are_worded_with_their_holder(key: str, stance: str, verdict: str) -> None:
    (point,) = (p for p in POINTS if p.id == key)
    assert wording.stance(point) == stance
    assert wording.verdict(point) == verdict


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-03-03", "3 March 2031"),
        ("2031-03", "March 2031"),
        ("2031", "2031"),
        ("2031-03-03T18:20:00Z", "3 March 2031, 18:20 UTC"),
        ("2031-03-03T18:20:00+01:00", "3 March 2031, 18:20 +01:00"),
        ("2031-03-03TEV", "3 March 2031, evening"),
        ("2031-W10", "week 10 of 2031"),
        ("2031-SU", "summer 2031"),
        ("203X", "203X"),
        ("2031-13-01", "2031-13-01"),
        ("PAST_REF", "PAST_REF"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_are_written_out(value: str | None, words: str) -> None:
    assert wording.day(value) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": 1500.0}, "1,500"),
        ({"value": 2_500_000.0}, "2.5 million"),
        ({"value": 0.25, "change": "~"}, "about 0.25"),
        ({"low": 40.0}, "40 or more"),
        ({"high": 40.0}, "40 or less"),
        ({"low": 30.0, "high": 40.0}, "30 to 40"),
        ({"value": 4.0, "change": "up", "unit": "men"}, "up by 4 men"),
        ({"value": 4.0, "unit": "men", "counted": "men at sea"}, "4"),
        ({}, "not read as a number"),
    ],
)
def test_figures_are_written_with_their_bounds(fields: dict[str, object], words: str) -> None:
    mention = FigureMention(document="d", start=0, end=1, text="x", **fields)  # type: ignore[arg-type]
    assert wording.amount(mention) == words


def test_differing_words_are_marked_and_blanks_kept() -> None:
    first, second = compare("We heard nothing on any channel", "They heard nothing on one channel")
    assert [p.text for p in second if p.differs] == ["They ", "one "]
    assert "".join(p.text for p in first) == "We heard nothing on any channel"


def test_wordings_with_little_in_common_are_not_marked() -> None:
    assert compare("All quiet here", "A storm came up")[1] == (Piece("A storm came up", False),)
    long = "word " * 5000
    assert compare(long, long + "x")[0] == (Piece(long, False),)


def test_given_differences_are_marked_in_order() -> None:
    assert mark("a b a c", ["a", "missing", "c"]) == (
        Piece("a ", True),
        Piece("b a ", False),
        Piece("c", True),
    )


def test_a_holder_who_stands_before_a_title_is_not_named_after_it() -> None:
    book = index(dossier())
    lines = [Line((p.id,), p.text) for p in book.dossier.points]
    held = [(line, *stances(book, line)[0]) for line in lines if stances(book, line)]
    line, _, (name,) = next(one for one in held if one[1] == "asserted" and len(one[2]) == 1)
    assert trailing(book, line) == f"according to {name}"
    assert trailing(book, Line(line.points, f"{name}: {line.text}")) == ""
