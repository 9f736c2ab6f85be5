"""The rules of reconciling, one at a time, on records made by hand."""

import pytest
from tests.build import document

from crosswire.model.annotation import Attribution, Cue, Figure, Part
from crosswire.model.dossier import Claim, Evidence, Point
from crosswire.model.span import Span
from crosswire.stages.reconcile.align import interval, meet
from crosswire.stages.reconcile.coverage import cover, find_omissions
from crosswire.stages.reconcile.entities import StoryEntity
from crosswire.stages.reconcile.parties import Party, independent, is_thing, party
from crosswire.stages.reconcile.quotes import Uttered, relate
from crosswire.stages.reconcile.timeline import precision

# ---------------------------------------------------------------- parties


def entity(name: str, type_: str, **fields) -> StoryEntity:
    given = {"aliases": (), "titles": (), "evidence": (), "weight": 1.0, "documents": ("d",)}
    given |= {"country": None, "sector": None, **fields}
    return StoryEntity(id=f"e {name}", type=type_, name=name, **given)


def titled(*texts: str):
    from crosswire.model.dossier import NameUse

    return tuple(NameUse(text=text, documents=("d",)) for text in texts)


MINISTRY = entity("Foreign Ministry", "organization", country="HAL", sector="GOV")
EMBASSY = entity("Embassy of Belland", "organization", country="BEL", sector="GOV")
MINISTER = entity("Mira Osk", "person", country="HAL", titles=titled("Foreign Minister"))
ENVOY = entity("Jan Verrel", "person", country="BEL", titles=titled("Ambassador"))
CAPTAIN = entity("Ulla Brandvik", "person")
STATE = entity("Halden", "place", country="HAL", sector="GOV")
WORLD = {e.id: e for e in (MINISTRY, EMBASSY, MINISTER, ENVOY, CAPTAIN, STATE)}


def key(text: str, found: StoryEntity | None = None) -> str | None:
    made = party(text, found, WORLD)
    return None if made is None else made.key


def test_a_minister_and_the_ministry_are_one_party():
    assert key("Osk", MINISTER) == key("the Foreign Ministry", MINISTRY) == "ministry foreign HAL"


def test_an_ambassador_and_the_embassy_are_one_party_and_not_that_of_the_host():
    assert key("Verrel", ENVOY) == key("the embassy", EMBASSY) == "embassy BEL"


def test_a_spokesman_described_is_the_body_he_speaks_for():
    assert key("a spokesman for the Foreign Ministry") == "ministry foreign HAL"


def test_a_person_without_office_stands_alone():
    assert key("Captain Ulla Brandvik", CAPTAIN) == f"entity {CAPTAIN.id}"


@pytest.mark.parametrize("text", ["he", "they", "who", "", "the", "…"])
def test_a_pronoun_that_nothing_resolves_is_nobody(text):
    assert key(text) is None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Authorities", "authorities"),
        ("Local residents", "local residents"),
        ("German officials", "German officials"),
        ("Fire Department", "Fire Department"),
    ],
)
def test_a_description_is_no_name_because_a_sentence_begins_with_it(said, shown):
    assert party(said, None, {}).name == shown


def test_unnamed_speakers_of_one_wording_are_one_party():
    assert key("Police officials") == key("some officials of the police") != key("rescue workers")


@pytest.mark.parametrize(
    ("text", "thing"), [("satellite images", True), ("the explosion", True), ("police", False)]
)
def test_things_say_nothing(text, thing):
    assert is_thing(text) is thing


def test_a_government_is_not_counted_beside_its_own_organ():
    ministry = Party(key="ministry foreign HAL", name="Foreign Ministry", country="HAL", state=True)
    own, other = (
        Party(key=f"government {c}", name=c, country=c, state=True) for c in ("HAL", "BEL")
    )
    assert independent([own, ministry, other, ministry]) == (other, ministry)
    assert independent([own, other]) == (other, own)


# ---------------------------------------------------------------- figures


def figure(**fields) -> Figure:
    return Figure(start=0, end=1, text="x", **fields)


@pytest.mark.parametrize(
    ("one", "other", "meeting"),
    [
        ({"value": 40}, {"value": 40}, True),
        ({"value": 40}, {"value": 55}, False),
        ({"value": 40}, {"value": 43, "change": "~"}, True),
        ({"value": 40}, {"value": 50, "change": "~"}, False),
        ({"low": 30, "change": ">"}, {"value": 40}, True),
        ({"low": 30, "change": ">"}, {"value": 20}, False),
        ({"low": 10, "high": 20}, {"low": 20, "high": 30}, True),
        ({}, {"value": 7}, True),
    ],
)
def test_figures_meet_where_their_bounds_share_a_value(one, other, meeting):
    assert meet(figure(**one), figure(**other)) is meeting
    assert meet(figure(**other), figure(**one)) is meeting


def test_bounds_come_from_words_and_tolerance_only_from_about():
    assert interval(figure(value=100.0, change="~")) == (90.0, 110.0)
    assert interval(figure(high=100.0, change="<")) == (float("-inf"), 100.0)
    assert interval(figure(value=0.0)) == (0.0, 0.0)


# ---------------------------------------------------------------- quotes


def uttered(text: str, document_: str = "d", named=()) -> Uttered:
    spans = tuple((text.index(word), text.index(word) + len(word), who) for word, who in named)
    said = Attribution(
        id="a",
        speaker=Part(spans=(Span(start=0, end=1, text="x"),)),
        cue=Cue(),
        content=Part(),
        form="direct",
    )
    return Uttered(
        document=document_,
        attribution=said,
        start=0,
        end=len(text),
        text=text,
        party=Party(key="p", name="p"),
        speaker="p",
        entity=None,
        named=spans,
        chain=0,
    )


FULL = "We will not look away when our border is crossed by forty drones"


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (FULL, "exact"),
        ("we will NOT look away, when our border is crossed by forty drones!", "exact"),
        ("We will not look away when our border is crossed", "truncated"),
        ("We won't avert our eyes if somebody crosses the frontier with drones", "translation"),
        ("We will look away when our border is crossed by forty drones", "altered"),
    ],
)
def test_a_wording_is_told_by_what_is_changed(other, relation):
    assert relate(uttered(FULL), uttered(other, "e")) == relation


def test_another_participant_or_number_in_the_place_of_one_alters_a_quote():
    one = uttered(
        "Halden and Belland signed 40 pages", named=(("Halden", "HAL"), ("Belland", "BEL"))
    )
    two = uttered(
        "Halden and Norland signed 40 pages", "e", (("Halden", "HAL"), ("Norland", "NOR"))
    )
    three = uttered(
        "Halden and Belland signed 45 pages", "f", (("Halden", "HAL"), ("Belland", "BEL"))
    )
    assert relate(one, two) == "altered"
    assert relate(one, three) == "altered"


# ---------------------------------------------------------------- time and coverage


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2031-05-06T14:30", "minute"),
        ("2031-05-06TNI", "part-of-day"),
        ("2031-05-06", "day"),
        ("2031-W19", "week"),
        ("2031-W19-WE", "week"),
        ("2031-05", "month"),
        ("2031-SU", "season"),
        ("2031", "year"),
        ("P3D", None),
        ("PRESENT_REF", None),
        ("203", None),
    ],
)
def test_a_value_is_as_precise_as_it_is_long(value, expected):
    assert precision(value) == expected


def claim(name: str, relation: str = "same") -> Claim:
    words = Evidence(document=name, start=0, end=1, text="x")
    return Claim(id=f"c {name} {relation}", document=name, evidence=words, relation=relation)


def point(*claims: Claim) -> Point:
    return Point(
        id="p", text="Drones crossed the border", topic="t", verdict="multi-root", status="asserted", roots=(),
        reports=len({c.document for c in claims}), outlets=0, disputed=False, claims=claims,
    )  # fmt: skip


def dated(name: str, day: str | None):
    return document("Drones crossed the border.", id=name, published_at=day)


def test_cells_say_what_each_report_has_of_a_point():
    documents = [
        dated(n, f"2031-05-0{d}") for n, d in zip("abcdef", (6, 6, 7, 7, 5, 7), strict=True)
    ]
    made = point(
        claim("a"), claim("b", "part-of"), claim("c", "contradicts"), claim("d", "entails")
    )
    (row,) = cover([made], documents)
    assert row.cells == {
        "a": "supports",
        "b": "partial",
        "c": "contradicts",
        "d": "supports",
        "f": "absent",
    }, "a report of the day before could not have known"


def test_what_most_carry_and_one_leaves_out_is_an_omission_and_only_then():
    documents = [dated(n, None) for n in "abcd"]
    for carried, missing in (("abc", ["d"]), ("ab", [])):
        made = point(*map(claim, carried))
        found = find_omissions([made], cover([made], documents), documents, frozenset())
        assert [o.document for o in found] == missing
