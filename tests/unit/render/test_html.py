"""The page: one file, nothing loaded, its script and style pinned, every line with its words."""

import base64
import hashlib
import re
import time

import msgspec
from tests.unit.render.sample import POINTS, REPORTS, dossier
from tests.unit.render.test_hostile import Page

from crosswire.model.dossier import (
    Dossier,
    DossierDocument,
    DossierPlace,
    DossierStory,
    FigureGroup,
    FigureMention,
)
from crosswire.stages.render.atlas import HEIGHT, WIDTH, atlas
from crosswire.stages.render.html import render_html
from crosswire.stages.render.index import index
from crosswire.stages.render.plot import Plot
from crosswire.stages.render.plot import plot as plotted


def test_nothing_is_loaded_and_no_handler_is_inline() -> None:
    page = Page(render_html(dossier()))
    loaders = {"link", "img", "iframe", "object", "embed", "base", "video", "audio"}
    assert not loaders & set(page.tags)
    assert not {name for _, name in page.attributes if name.startswith("on")}
    assert not {"src", "style", "action", "srcset"} & {name for _, name in page.attributes}
    text = render_html(dossier())
    assert "@import" not in text
    assert "url(" not in text


def test_the_policy_allows_the_one_script_and_style_by_hash() -> None:
    page = render_html(dossier())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_full_reports_stand_in_the_page_code_point_for_code_point() -> None:
    awkward = "Head\r\n\r\n<b>A & B</b>\r\x00\U0001f600 end\n"
    whole = dossier()
    first = msgspec.structs.replace(whole.documents[0], text=awkward)
    changed = msgspec.structs.replace(whole, documents=(first, *whole.documents[1:]))
    written = re.findall(r"<div class=fulltext[^>]*>(.*?)</div>", render_html(changed), re.DOTALL)
    unescaped = Page(written[0]).text
    assert "".join(unescaped) == awkward.replace("\x00", "\ufffd")
    assert len(written) == len(REPORTS)


def test_every_passage_names_its_report_and_place() -> None:
    page = render_html(dossier())
    places = {
        place if place.count(".") == 2 else f"{report}.{place}"
        for report, held in re.findall(r"<(?:li|a href=#d(\d+)[^>]*?) data-p=([^\s>]+)", page)
        for place in held.split(",")
    }
    numbers = {key: n for n, key in enumerate(REPORTS, start=1)}
    spans = [claim.evidence for point in POINTS for claim in point.claims]
    assert {f"{numbers[s.document]}.{s.start}.{s.end}" for s in spans} <= places


def test_disagreements_come_before_every_other_section() -> None:
    assert re.findall(r'<section id="(\w+)"', render_html(dossier()))[:3] == [
        "conflicts",
        "points",
        "figures",
    ]


def test_what_is_only_attributed_has_its_holder_before_it() -> None:
    page = render_html(dossier())
    assert (
        "<b class=who>Denied by Tavast Foreign Ministry:</b> the trawler had entered closed waters"
        in page
    )
    assert "<b class=who>Lind Shipping says:</b> no warning had been heard" in page
    assert "<b class=who>Not confirmed:</b> whether the trawler&#39;s transponder" in page


def test_a_page_without_texts_has_the_words_and_no_report() -> None:
    page = render_html(dossier(texts=False))
    assert "class=fulltext" not in page
    assert "three warnings by radio" in page


def test_an_empty_dossier_says_what_was_looked_for() -> None:
    page = render_html(Dossier(story=DossierStory(id="s", title="Nothing"), documents=()))
    assert "No disagreement was found among these reports." in page
    assert "Looked for and not found: disagreements, points, figures" in page


def test_the_same_dossier_gives_the_same_page() -> None:
    assert render_html(dossier()) == render_html(dossier())


def _large(reports: int, copies: int) -> Dossier:
    """Return a dossier of `reports` reports with `copies` times the sample's lists, each report claiming its share."""
    whole = dossier(texts=False)
    ids = [f"outlet-{n}.example/story.html" for n in range(reports)]
    documents = tuple(DossierDocument(id=id_, sha256="0" * 64, outlet=id_[:9]) for id_ in ids)
    points = []
    for n in range(copies):
        for p in whole.points:
            claims = tuple(
                msgspec.structs.replace(
                    c,
                    document=(id_ := ids[(n * 7 + i * 3) % reports]),
                    evidence=msgspec.structs.replace(c.evidence, document=id_, start=n, end=n + 9),
                )
                for i, c in enumerate(p.claims * 2)
            )
            points.append(msgspec.structs.replace(p, id=f"{p.id}-{n}", claims=claims))
    row = whole.coverage[0]
    return msgspec.structs.replace(
        whole,
        documents=documents,
        points=tuple(points),
        figures=whole.figures * 6,
        quotes=whole.quotes * 10,
        timeline=whole.timeline * 5,
        entities=whole.entities * 12,
        conflicts=whole.conflicts * 4,
        expectations=whole.expectations * 6,
        coverage=tuple(
            msgspec.structs.replace(row, point=p.id, cells=dict.fromkeys(ids, "supports"))
            for p in points
        ),
    )


def test_a_page_of_fifty_reports_stays_well_below_half_a_megabyte() -> None:
    large = _large(50, 15)
    assert sum(len(p.claims) for p in large.points) > 800
    assert len(render_html(large).encode()) < 400_000


def test_time_grows_with_the_dossier_and_not_with_its_square() -> None:
    def seconds(copies: int) -> float:
        large = _large(40, copies)
        start = time.process_time()
        render_html(large)
        return time.process_time() - start

    seconds(1)
    small, big = seconds(4), seconds(32)
    assert big < 8 * small * 3 + 0.5


def plot(group: FigureGroup) -> Plot | None:
    return plotted(index(Dossier(story=DossierStory(id="s", title="t"), documents=())), group)


def _figures(*fields: dict[str, float]) -> FigureGroup:
    mentions = tuple(
        FigureMention(document="d", start=0, end=1, text="1", **given) for given in fields
    )
    return FigureGroup(id="f", question="?", relation="differ", mentions=mentions)


def test_figures_stand_on_one_scale_with_their_bounds() -> None:
    drawn = plot(_figures({"value": 10}, {"low": 20}, {"low": 10, "high": 20}, {"high": 15}))
    assert drawn is not None
    assert ([t.text for t in drawn.values], drawn.times) == (["10", "20"], ())
    assert not drawn.logarithmic
    assert drawn.marks[0].x == 6
    assert (drawn.marks[1].low, drawn.marks[1].high) == (94, 100)
    assert (drawn.marks[2].low, drawn.marks[2].high) == (6, 94)
    assert (drawn.marks[3].low, drawn.marks[3].high) == (0, 50)


def test_an_axis_begins_and_ends_on_round_numbers_of_its_own_step() -> None:
    for first, last, ends in ((9, 17, ["5", "20"]), (4, 17, ["0", "20"]), (1, 3, ["1", "3"])):
        found = plot(_figures({"value": first}, {"value": last}))
        assert found is not None
        assert [tick.text for tick in found.values] == ends


def test_figures_far_apart_get_a_logarithmic_scale_and_equal_ones_none() -> None:
    drawn = plot(_figures({"value": 1}, {"value": 10}, {"value": 100}))
    assert drawn is not None
    assert drawn.logarithmic
    assert [m.x for m in drawn.marks] == [6, 50, 94]
    assert plot(_figures({"value": 5}, {"value": 5})) is None
    assert plot(_figures({"value": float("nan")}, {"value": 1e308}, {"value": -1e308})) is not None


def test_a_map_holds_its_places_and_some_land() -> None:
    def place(name: str, lat: float | None, lon: float | None) -> DossierPlace:
        return DossierPlace(name=name, country=None, lat=lat, lon=lon, evidence=())

    for places in (
        [place("one", 37.5, 127.0)],
        [place("one", 37.5, 127.0), place("two", 55.7, 37.6), place("three", 48.9, 2.3)],
        [place("west", 64.8, -147.7), place("east", -36.8, 174.8)],
        [place(f"n{n}", 50.0, 8.0) for n in range(9)],
    ):
        drawn = atlas(places)
        assert drawn is not None
        assert drawn.land.startswith("M")
        assert len(drawn.land) + len(drawn.borders) < 60_000
        assert [dot.name for dot in drawn.dots] == [p.name for p in places]
        assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    west, east = (atlas([place("edge", 67.0, lon)]) for lon in (-179.0, 179.0))
    assert west is not None
    assert east is not None
    assert min(len(west.land), len(east.land)) > 100  # Chukotka lies on both sides of 180 degrees
    assert atlas([place("nowhere", None, None), place("wrong", 99.0, 500.0)]) is None
