"""Names across spellings: what is one, what may be, what never is."""

import pytest

from crosswire.text.names import (
    acronyms,
    family_first,
    name_tokens,
    organization_key,
    same_organization,
    same_person,
    surname,
    without_possessive,
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Georgy Malinov", "Georgiy Malinov"),
        ("Yevgeniy Tsarenko", "Yevgeny Carenko"),
        ("Seo Dong Hyuk", "Seo Dong-hyuk"),
        ("Seo Dong-Hyuk", "Dong-hyuk Seo"),
        ("Dmitrii Khanov", "Dmitry Hanov"),
        ("José Montalbán", "Jose Montalban"),
        ("Julio Montalbán Rivera", "Julio Montalban"),
        ("Mitch Kessler", "Mitchell Kessler"),
        ("A. Kessler", "Anna Kessler"),
        ("Dr. Anna Kessler", "Anna Kessler"),
        ("Anna Maria Kessler", "Anna Kessler"),
    ],
)
def test_spellings_of_one_person(one: str, two: str) -> None:
    assert same_person(one, two) is True
    assert same_person(two, one) is True


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Kim Tae-sung", "Kim Do-won"),
        ("Kim Tae-sung", "Kim Tae Un"),
        ("Anna Kessler", "Bruno Kessler"),
        ("Anna Kessler", "Anna Falk"),
        ("Falk", "Anna Kessler"),
    ],
)
def test_different_full_names_are_never_one_person(one: str, two: str) -> None:
    assert same_person(one, two) is False
    assert same_person(two, one) is False


@pytest.mark.parametrize(
    ("one", "two"), [("Kessler", "Anna Kessler"), ("Kim", "Kim Tae-sung"), ("", "A B")]
)
def test_a_surname_alone_proves_nothing(one: str, two: str) -> None:
    assert same_person(one, two) is None


def test_the_name_one_is_called_by() -> None:
    assert surname("Kim Tae-sung") == "kim"
    assert surname("Anna Kessler") == "kessler"
    assert not family_first("Kim Wexler-Hartmann Jones")
    assert not family_first("Lee Thomas")


def test_name_tokens_drop_titles_marks_and_suffixes() -> None:
    assert name_tokens("Mr. José Núñez-Falk Jr.’s") == ("jose", "nunez", "falk")
    assert without_possessive("Kessler’s") == "Kessler"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("the Finnish Ministry of Foreign Affairs", "Finland's foreign ministry", True),
        ("Ministry of Defence", "Defense Ministry", True),
        ("BMRA", "Baltic Maritime Rescue Agency", True),
        ("Norrfors Inc.", "Norrfors", True),
        ("Latvian foreign ministry", "Serbian foreign ministry", False),
        ("Norrfors", "Norrfors Shipping", None),
        ("Foreign Ministry", "Serbian foreign ministry", None),
        ("Norrfors Shipping", "Vesk Airlines", False),
    ],
)
def test_bodies(one: str, two: str, same: bool | None) -> None:
    assert same_organization(one, two) is same
    assert same_organization(two, one) is same


def test_organization_key_keeps_the_state() -> None:
    assert (
        organization_key("Embassy of Latvia")
        == organization_key("the Latvian embassy")
        == "lva:embassy"
    )


def test_acronyms_with_and_without_small_words() -> None:
    assert acronyms("the Bureau of Inland Waters") == {"BOIW", "BIW"}


def test_any_string_is_a_name_or_none() -> None:
    for odd in ("", " ", "'s", "\ud800", "李明", "—", "a" * 10_000, "٣", "Ω Ω"):
        same_person(odd, "Anna Kessler")
        same_organization(odd, "Norrfors")
