"""Reports in other languages beside those that are read: shown, counted, and behind nothing that the others say."""

from itertools import combinations
from pathlib import Path

import pytest

from crosswire.pipeline import run
from crosswire.pipeline.verify import verify_dossier
from crosswire.settings import Settings
from crosswire.stages.render.html import render_html
from crosswire.stages.render.json import render_json
from crosswire.stages.render.markdown import render_markdown
from crosswire.stages.render.terminal import render_terminal
from crosswire.text.languages import is_whole

STORIES = Path(__file__).parents[2] / "stories"
SETTINGS = Settings(workers=1)
SAME = ("points", "lede", "conflicts", "coverage", "omissions", "timeline", "entities", "events",
        "expectations", "open_questions", "places", "unresolved")  # fmt: skip


@pytest.fixture(scope="module")
def read():
    sources = [str(STORIES / name / "reports") for name in ("almenar", "quebrada")]
    documents = run.read_sources(sources, run.acquire_options(SETTINGS)).documents
    return {
        d.id: (d, a)
        for d, a in zip(documents, run.annotate_documents(documents, SETTINGS), strict=True)
    }


def made(read, names):
    documents, layers = zip(*(read[name] for name in names), strict=True)
    return run.make_dossier(documents, layers, SETTINGS)


def of(read, *, whole):
    return [name for name, (d, _) in read.items() if is_whole(d.language) == whole]


def test_whatever_is_added_in_other_languages_changes_nothing_that_english_ones_say(read):
    english, others = of(read, whole=True), of(read, whole=False)
    alone = made(read, english)
    for size in (1, 3, len(others)):
        for some in list(combinations(others, size))[:6]:
            dossier = made(read, [*english, *some])
            for name in SAME:
                assert getattr(dossier, name) == getattr(alone, name), (name, some)
            assert dossier.provenance.roots == alone.provenance.roots
            assert [q for q in dossier.quotes if q in alone.quotes] == list(alone.quotes)
            assert len(dossier.documents) == len(english) + size
            assert verify_dossier(dossier, ()).sound


def test_each_is_listed_with_its_language_and_how_far_it_is_read(read):
    dossier = made(read, list(read))
    told = {d.id: (d.language_name, d.read, d.layers) for d in dossier.documents}
    assert told["coastal-herald.md"] == ("English", "whole", ())
    assert told["diario-del-muelle.md"] == ("Spanish", "part", ("figures", "attributions"))
    assert told["al-marsad"] == ("Arabic", "none", ())
    assert {s.document for s in dossier.skipped} == {
        "port-vestnik", "hangman-ilbo", "gornye-izvestia", "gwangsan-sinmun", "al-marsad"
    }  # fmt: skip


def test_a_language_without_rules_costs_no_parser(read, monkeypatch):
    from crosswire.stages.annotate import layers, parse

    def never(*given, **options):
        raise AssertionError("the parser was loaded")

    monkeypatch.setattr(parse, "load_pipeline", never)
    monkeypatch.setattr(layers, "parse", lambda documents, **options: (never() for _ in documents))
    others = [read[name][0] for name in of(read, whole=False)]
    assert [a.id for a in layers.annotate(others)] == [d.id for d in others]


def test_a_story_without_a_report_that_is_read_is_known_by_its_first_title(read):
    dossier = made(read, ["port-vestnik", "hangman-ilbo"])
    assert dossier.story.title == read["port-vestnik"][0].title.text
    assert dossier.story.happened_on == "2025-05-15"
    assert dossier.points == dossier.conflicts == ()
    for render in (render_terminal, render_markdown, render_html, render_json):
        assert render(dossier)


@pytest.mark.parametrize("render", [render_terminal, render_markdown, render_html])
def test_every_renderer_says_what_is_not_analysed(read, render):
    shown = " ".join(render(made(read, list(read))).split())
    assert "in Arabic, not analysed" in shown
    assert "in Spanish, read in part: figures and quotations" in shown
    assert "9 reports" not in shown
    assert "10 reports (5 not analysed, 2 in part)" in shown


def test_what_is_written_from_right_to_left_turns_nothing_beside_it(read):
    assert "\u2068المرصد\u2069" in render_markdown(made(read, list(read)))
    assert "\u2068" not in render_markdown(made(read, of(read, whole=True)))


def test_the_page_gives_each_text_its_language_and_direction(read):
    page = render_html(made(read, list(read)))
    assert 'dir=auto lang="ar"' in page
    assert 'dir=auto lang="ko"' in page
    assert "<bdi>المرصد</bdi>" in page
