"""Title, lede and heads of lines: whole, short, and nothing said twice."""

from tests.unit.reconcile.test_conflicts import EARLY, NEXT, dossier

from crosswire.stages.render.wording import lead_in, stance

__all__ = ["dossier"]

LONG = (
    "Rescue at Tarsk",
    "The death toll of the landslide at Tarsk, in which a whole hillside came down upon the upper village during "
    "the storm of last week, rose to 85 on Friday. Fire Chief Tomas Osterlo said rescuers found two survivors.",
)
LONG_TOO = (
    "Tarsk still digs",
    "The death toll of the landslide at Tarsk, in which a hillside came down upon the upper village, rose to 85 "
    "on Friday. Fire Chief Tomas Osterlo said rescuers found two survivors in a cellar.",
)


def test_a_long_clause_loses_its_aside_and_is_not_cut_in_mid_sentence(dossier):
    title = dossier((*LONG, EARLY), (*LONG_TOO, NEXT)).story.title
    assert "in which" not in title
    assert "…" not in title
    assert len(title) <= 120


def test_a_clause_that_runs_on_is_no_title(dossier):
    made = dossier(
        (
            "Market attacked",
            "Nine of the victims were among the 40 people hurt when a gunman opened fire in the market of Brenholm. "
            "A gunman opened fire in the market of Brenholm on Thursday night.",
            EARLY,
        )
    )
    assert not made.story.title.endswith(("people", "40 people"))


def test_what_is_so_at_any_time_ends_no_lede(dossier):
    made = dossier(
        (
            "Ferry runs aground off Almskar",
            "The ferry Sira ran aground off Almskar on Friday with 210 people aboard. The coast guard said 14 people "
            "were hurt in the grounding. Divers examined the hull of the ferry on Saturday. The Almskar coast, two "
            "hours from the capital, is home to a large number of seals and ferry pilots.",
            EARLY,
        )
    )
    assert made.lede
    assert not any("is home to" in sentence.text for sentence in made.lede)


def test_those_killed_over_a_year_are_no_toll_of_the_event(dossier):
    made = dossier(
        (
            "Bomb at Tarsk market",
            "A bomb killed 12 people at the market of Tarsk on Friday, Northam police said. Northam, like Osmark, has "
            "faced a series of attacks in the past year, killing dozens including 59 foreign tourists.",
            EARLY,
        ),
        (
            "Tarsk market bomb kills 12",
            "A bomb killed 12 people in Tarsk, Northam police said. It was the third attack in Northam and Osmark.",
            EARLY,
        ),
    )
    (toll,) = (f for f in made.figures if any(m.value == 12 for m in f.mentions))
    assert all(m.value == 12 for m in toll.mentions)


def test_a_line_that_names_its_speaker_is_not_headed_by_him_again(dossier):
    made = dossier(
        (
            "Fire at Osk",
            "Fourteen people were hurt in the fire at Osk, Fire Chief Tomas Osterlo said. He said the roof had "
            "fallen in.",
            EARLY,
        )
    )
    named, pronoun = (
        next(p for p in made.points if word in p.text) for word in ("Fourteen", "roof")
    )
    assert stance(named) == "Tomas Osterlo says"
    assert lead_in(named) == ""
    assert lead_in(pronoun) == stance(pronoun) == "Tomas Osterlo says"


def test_the_words_of_a_line_have_the_status_that_it_bears(dossier):
    made = dossier(
        ("Launch at Osk", "The Heron rocket has three boosters on its first stage, engineers said.", EARLY),
        ("Heron to fly", "The Heron rocket will land all three boosters of its first stage at Osk.", EARLY),
        ("Heron waits", "The Heron rocket will land the three boosters of its first stage on Friday.", EARLY),
    )  # fmt: skip
    for point in made.points:
        assert point.claims[0].status == point.status, point.text


def test_bare_shares_are_no_wording_of_what_another_report_quotes(dossier):
    made = dossier(
        ("Heron cheap", "Ama Lindholm said the rocket would fly at one-third the cost.", EARLY),
        ("Heron cheaper", "Asked of the savings, Ama Lindholm said one-half to two-thirds.", EARLY),
    )
    assert all(len({v.document for v in quote.variants}) == 1 for quote in made.quotes)


def test_the_content_of_a_noun_is_not_said_to_be_so(dossier):
    made = dossier(
        ("Verdict", "The judgment has been called a finding that the valve causes fires.", EARLY)
    )
    (point,) = (p for p in made.points if p.text.startswith("the valve"))
    assert point.status == "alleged"
    known = dossier(("Verdict", "Nobody can ignore the fact that the valve causes fires.", EARLY))
    assert all(p.status == "asserted" for p in known.points if p.text.startswith("the valve"))


def test_what_one_source_alone_says_is_its_words_in_the_title(dossier):
    text = "The port authority said that two work trains have collided in the tunnel."
    made = dossier(("Work trains meet", text))
    assert made.story.title == "Port authority: Two work trains have collided in the tunnel"


def test_what_nobody_named_reports_is_no_fact_in_the_title(dossier):
    made = dossier(
        ("Arrests", "It was reported that Norvian forces had detained nine men near Tarsk.")
    )
    assert made.story.title.startswith("Reported: ")
    assert made.points[0].text.startswith("It was reported that")


def test_what_is_denied_gives_no_title(dossier):
    made = dossier(
        (
            "Dam at Tarsk",
            "The Halden ministry denied that the dam at Tarsk had burst. Crews came to the dam on Monday.",
        )
    )
    assert "had burst" not in made.story.title


def test_the_title_names_what_the_headlines_name(dossier):
    made = dossier(
        (
            "Ferry Sira runs aground off Almskar",
            "The ferry Sira ran aground off Almskar on Friday. The quay at Almskar has a red tower.",
            EARLY,
        ),
        (
            "Sira aground",
            "The ferry Sira ran aground off Almskar on Friday. The quay at Almskar has a red tower.",
            EARLY,
        ),
    )
    assert made.story.title == "The ferry Sira ran aground off Almskar on Friday"
