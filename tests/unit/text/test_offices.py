"""Titles read and compared."""

import pytest

from crosswire.text.offices import read_office, same_office


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("First Deputy Foreign Minister", "Vice Minister of Foreign Affairs", True),
        ("ambassador", "envoy", True),
        ("Defence Minister", "Defense Secretary", True),
        ("spokeswoman", "spokesman", True),
        ("Foreign Minister", "Vice Foreign Minister", False),
        ("Foreign Minister", "Finance Minister", False),
        ("deputy minister", "Vice Foreign Minister", None),
        ("NATO chief", "NATO leader", None),
        ("Mr.", "President", None),
    ],
)
def test_offices(one: str, two: str, same: bool | None) -> None:
    assert same_office(one, two) is same
    assert same_office(two, one) is same


def test_what_a_title_says() -> None:
    office = read_office("former Deputy Defence Minister")
    assert (office.office, office.domain, office.deputy, office.former, office.sector) == (
        "minister",
        "defense",
        True,
        True,
        "GOV",
    )
    assert read_office("chief executive of Norrfors").office == "ceo"
    assert read_office("spokeswoman for the harbour police").gender == "female"
    assert read_office("green bicycle").kind == ""
    assert read_office("").kind == ""
