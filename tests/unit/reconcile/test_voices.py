"""Whose words they are: one person is one root however named, and an office is its own holder's."""

from tests.unit.reconcile.test_conflicts import EARLY, dossier

__all__ = ["dossier"]


def test_a_person_named_after_an_office_in_one_report_and_before_it_in_another_is_one_root(dossier):
    made = dossier(
        (
            "Varnholt bridge closed over cracks",
            "The council of Varnholt closed the Merlin bridge on Tuesday after an inspector found cracks in two of "
            "its cables, the mayor, Ines Kettering, said.",
            EARLY,
        ),
        (
            "Bridge in Varnholt shut",
            "Varnholt's Merlin bridge was shut on Tuesday because cracks were found in cables, Mayor Ines Kettering "
            "told our reporter.",
            EARLY,
        ),
    )
    roots = {root.id for point in made.points for root in point.roots if root.kind == "party"}
    assert len(roots) == 1
    assert all(point.verdict != "multi-root" for point in made.points)


def test_her_office_speaks_for_her_and_is_no_office_spoken_of_before(dossier):
    made = dossier(
        (
            "Storms",
            "The weather office warned of storms off Almskar on Monday. Prime Minister Ilse Brandvold spoke to the "
            "crews. She will visit Port Merrow on Friday, her office said.",
            EARLY,
        )
    )
    (visit,) = [p for p in made.points if "Port Merrow" in p.text]
    assert [root.name for root in visit.roots] == ["Ilse Brandvold"]


def test_two_lines_that_share_names_alone_are_not_one_point(dossier):
    made = dossier(
        (
            "Halcyon sinks",
            "The ferry Halcyon Queen capsized off Port Merrow, the coast guard said.",
            EARLY,
        ),
        (
            "Ferry lost",
            "The Halcyon Queen was on its way from Port Merrow to the island of Skerra, the coast guard said.",
            EARLY,
        ),
    )
    assert not any(
        "capsized" in a.evidence.text and "on its way" in b.evidence.text
        for point in made.points
        for a in point.claims
        for b in point.claims
    )
