"""People of Arabic and Hebrew names: a family name after a given name, with the vowels that are not written."""

import pytest

from crosswire.text.native_names import people, spellings

FAMILIES = {
    "الخطيب": "khatib", "الجبوري": "jabouri", "الحكيم": "hakim", "الصدر": "sadr", "المالكي": "maliki",
    "السوداني": "sudani", "نصرالله": "nasrallah", "السنوار": "sinwar", "حفتر": "haftar", "الحريري": "hariri",
    "ميقاتي": "mikati", "البشير": "bashir", "الحوثي": "houthi", "هادي": "hadi", "روحاني": "rouhani",
    "ظریف": "zarif", "سلیمانی": "soleimani", "النجار": "najjar", "الحداد": "haddad", "الرزاز": "razzaz",
    "الفايز": "fayez", "القرضاوي": "qaradawi", "لاريجاني": "larijani", "לפיד": "lapid", "גנץ": "gantz",
    "ברקת": "barkat", "רגב": "regev", "פרץ": "peretz", "הרצוג": "herzog", "שקד": "shaked",
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_name_is_spelled_as_english_has_it_and_as_no_other_of_them(name: str) -> None:
    found = spellings(name)
    assert FAMILIES[name] in found
    assert len(found) <= 96
    assert not set(FAMILIES.values()).intersection(found) - {FAMILIES[name]}


def named(text: str) -> list[tuple[str, str]]:
    for words, _, start in people(text):
        assert text[start : start + len(words)] == words
    return [(words, (*spelled, "")[0]) for words, spelled, _ in people(text)]


def test_people_are_told_by_their_given_name() -> None:
    found = named("قال رئيس البلدية محمد الخطيب إن عبد الله بن سعيد الحداد وأحمد الجبوري لم يحضرا.")
    assert [words for words, _ in found] == [
        "محمد", "الخطيب", "عبد الله", "سعيد", "الحداد", "وأحمد", "الجبوري",
    ]  # fmt: skip
    assert dict(found)["الخطيب"] == "khatib"
    assert dict(found)["عبد الله"] == ""
    assert [words for words, _ in named("ראש העיר יאיר רגב ובנימין לפיד אמרו")] == [
        "יאיר", "רגב", "ובנימין", "לפיד",
    ]  # fmt: skip


def test_words_that_follow_no_given_name_are_none() -> None:
    assert named("انهار الجسر في المدينة بعد العاصفة ولم يصب أحد.") == []
    assert named("The bridge fell. Мост рухнул.") == []
    assert named("محمد. الجسر") == [("محمد", "")]


def test_any_text_is_read_in_time_as_long_as_it_is() -> None:
    assert len(list(people("محمد الخطيب " * 20_000))) == 40_000
    assert list(people("א" * 200_000)) == []
