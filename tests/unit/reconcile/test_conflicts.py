"""Conflicts end to end: two or three short reports in, and what stands against what."""

import json
from pathlib import Path

import pytest

from crosswire.model.document import Document
from crosswire.model.dossier import Conflict, Dossier
from crosswire.pipeline.run import with_story_date
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate
from crosswire.stages.reconcile.assemble import reconcile

EARLY, LATE, NEXT = "2024-03-02T08:00", "2024-03-02T19:00", "2024-03-03T09:00"


@pytest.fixture
def dossier(tmp_path: Path):
    """Make the dossier of reports given as (title, text) or (title, text, published)."""

    def make(*reports: tuple[str, ...]) -> Dossier:
        lines = [
            json.dumps(
                {
                    "id": f"r{n}",
                    "outlet": f"Outlet {n}",
                    "title": title,
                    "text": text,
                    "language": "en",
                    "published_at": (published or [EARLY])[0] + ":00+00:00",
                }
            )
            for n, (title, text, *published) in enumerate(reports)
        ]
        path = tmp_path / "reports.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        documents = with_story_date([d for d in acquire([str(path)]) if isinstance(d, Document)])
        return reconcile(documents, list(annotate(documents)))

    return make


def between(made: Dossier, kind: str, class_: str, *words: str) -> Conflict | None:
    """Return the conflict of `kind` and `class_` of which different sides hold each of `words`."""
    for conflict in made.conflicts:
        if (conflict.kind, conflict.class_) != (kind, class_):
            continue
        places = [
            {i for i, s in enumerate(conflict.sides) if any(w in e.text for e in s.evidence)}
            for w in words
        ]
        if all(places) and len(set.union(*places)) >= len(words):
            return conflict
    return None


ORREL = "Eight people live in Orrel, a village of shepherds above the Tarn, which has one shop."


@pytest.mark.parametrize(
    ("one", "two", "kind", "class_", "words"),
    [
        pytest.param(
            ("Crash", "A rescue helicopter crashed near Orrel on Saturday, the army said."),
            ("Crash", "A rescue helicopter crashed near Velmont on Saturday, the army said."),
            "place", "contradiction", ("near Orrel", "near Velmont"),
            id="one act in two places",
        ),
        pytest.param(
            ("Mayor resigns over flood", "The mayor of Orrel, Karin Voss, will not resign over the flood, she said."),
            ("Orrel flood", "The mayor of Orrel, Karin Voss, will stay in office, her spokesman said."),
            "headline-body", "contradiction", ("resigns", "will not resign"),
            id="a headline that its body denies",
        ),
        pytest.param(
            ("March", "Police said 5,000 teachers marched in Velmont on Saturday."),
            ("March", "The union said 20,000 teachers marched in Velmont on Saturday."),
            "figure", "dispute", ("5,000", "20,000"),
            id="two parties with two counts dispute",
        ),
        pytest.param(
            ("Dam", "“The dam is safe and will stand for a hundred years,” Energy Minister Ivo Lind said."),
            ("Dam", "“The dam is safe and will stand for fifty years,” Energy Minister Ivo Lind said."),
            "quote-wording", "contradiction", ("hundred", "fifty"),
            id="a number changed in words",
        ),
        pytest.param(
            ("Mill", "“Nobody will lose a job over this at the mill,” said Karin Voss, the mill's owner."),
            ("Mill", "“Everybody will lose a job over this at the mill,” said Karin Voss, the mill's owner."),
            "quote-wording", "contradiction", ("Nobody", "Everybody"),
            id="a word changed to its opposite",
        ),
        pytest.param(
            ("Offer", "Halvard's initial $105 million offer for Tessera was rejected in May."),
            ("Offer", "Halvard made an initial $103 million offer for Tessera last spring."),
            "figure", "contradiction", ("$105 million", "$103 million"),
            id="one price of one offer",
        ),
        pytest.param(
            ("Crash", "A broken rail may have caused the crash near Orrel, the rail agency said."),
            ("Crash", "A broken rail caused the crash near Orrel. Trains ran again on Sunday."),
            "attribution", "framing", ("may have caused", "A broken rail caused"),
            id="a hedge dropped",
        ),
        pytest.param(
            ("Fires", "The fires were caused by a weak weld, the Product Safety Office said."),
            ("Fires", "The fires were caused by foreign chargers, the maker Halvik Motors said."),
            "polarity", "dispute", ("weld", "chargers"),
            id="two causes by two parties",
        ),
        pytest.param(
            ("Port", "Media outlets reported that the barges hit each other under the old bridge."),
            ("Port", "The barges hit each other under the old bridge."),
            "attribution", "framing", ("Media outlets", "The barges hit"),
            id="an attribution dropped from a copied sentence",
        ),
        pytest.param(
            ("26 dead in Orrel fire", "Twelve people were killed in the fire in Orrel, police in Orrel said."),
            ("Orrel fire", "Twelve people were killed in the fire in Orrel, police in Orrel said."),
            "headline-body", "contradiction", ("26", "Twelve"),
            id="a headline with another count than its body",
        ),
    ],
)  # fmt: skip
def test_a_conflict_is_found(dossier, one, two, kind, class_, words):
    made = dossier(one, two)
    assert between(made, kind, class_, *words), [
        (c.kind, c.class_, c.question) for c in made.conflicts
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            ("Aid", "Halvard gave $5 million to the school in Orrel in May, its owner said."),
            ("Aid", "Halvard gave $7 million to the hospital in Velmont in June, its owner said."),
            id="amounts for two things",
        ),
        pytest.param(
            (
                "Sales",
                "Of the boats, 2,150 were sold in Norvik, 1,420 in Sarnia and 830 in Velden.",
            ),
            (
                "Boats",
                "Of the boats, 2,150 were sold in Norvik, 1,420 in Sarnia and 830 in Velden.",
            ),
            id="the items of one list",
        ),
        pytest.param(
            (
                "Mine",
                "Twelve people were killed when a mine near Orrel collapsed, the mine's owner said.",
            ),
            (
                "Ferry",
                "Thirty people were killed when a ferry sank off Aldersund, the coast guard said.",
            ),
            id="the tolls of two events",
        ),
    ],
)
def test_no_conflict_where_none_is(dossier, one, two):
    assert dossier(one, two).conflicts == ()


def test_one_time_in_two_units_contradicts_nothing(dossier):
    made = dossier(
        ("Rain", "“The next 48 hours decide everything,” said Karin Voss, the mayor of Orrel."),
        ("Rain", "“The next two days decide everything,” said Karin Voss, the mayor of Orrel."),
    )
    assert {c.class_ for c in made.conflicts} <= {"framing"}


def test_a_toll_that_rises_is_an_update_and_what_does_not_fit_stands_apart(dossier):
    made = dossier(
        (
            "Fire in Orrel",
            "Twelve people were killed in the Orrel fire, the Orrel police said.",
            EARLY,
        ),
        (
            "Fire in Orrel",
            "Nineteen people were killed in the Orrel fire, the Orrel police said.",
            LATE,
        ),
        ("Fire in Orrel", "Eleven people were killed in the Orrel fire, Orrel's mayor said.", NEXT),
    )
    assert between(made, "figure", "update", "Twelve", "Nineteen")
    assert not between(made, "figure", "update", "Nineteen", "Eleven")


def test_the_missing_grow_fewer_without_contradiction(dossier):
    made = dossier(
        (
            "Ferry",
            "Nineteen people were missing after the ferry sank off Aldersund, the coast guard said.",
            EARLY,
        ),
        (
            "Ferry",
            "Nine people were missing after the ferry sank off Aldersund, the coast guard said.",
            LATE,
        ),
    )
    assert {c.class_ for c in made.conflicts} <= {"update"}


def party_roots(made: Dossier) -> set[str]:
    return {r.name for p in made.points for r in p.roots if r.kind == "party"}


def test_a_body_its_head_and_its_description_are_one_root(dossier):
    made = dossier(
        ("Quake", "Forty houses fell in Orrel, Ramiro Castell, the director of the civil defense agency, said."),
        ("Quake", "The country's civil defense agency said that forty houses fell. The agency said more would fall."),
    )  # fmt: skip
    assert len(party_roots(made)) == 1


def test_a_spokeswoman_named_by_her_post_alone_is_the_one_cited_before(dossier):
    made = dossier(
        (
            "Strike",
            "A spokeswoman for the Orrel health ministry said that wards closed. "
            "The spokeswoman said that nurses were on strike.",
        ),
        ("Strike", "The Orrel health ministry said that wards closed."),
    )  # fmt: skip
    assert len(party_roots(made)) == 1


def test_what_is_said_in_other_words_is_no_omission(dossier):
    first = "The bridge over the Tarn was closed on Saturday after a barge hit one of its pillars."
    other = "After a barge hit a pillar of the Tarn bridge on Saturday, it is shut to all traffic."
    made = dossier(*[("Bridge", first)] * 3, ("Bridge", f"{other} {ORREL}"))
    assert not [o for o in made.omissions if o.document == "r3" and "bridge" in o.text]


def test_a_report_that_leaves_out_the_reply_of_the_accused_is_said_to(dossier):
    charge = "The nurses' union said that the Orrel hospital hid its test results from patients."
    reply = "The Orrel hospital denied that it hid its test results from patients."
    made = dossier(*[("Tests", f"{charge} {reply}")] * 2, ("Tests", f"{charge} {ORREL}"))
    assert [o.document for o in made.omissions if "disputes it" in o.text] == ["r2"]
