"""A number is read as it was said: never a bound that no report gave."""

import pytest

from crosswire.model.dossier import FigureMention
from crosswire.stages.render.wording import amount, reading


def mention(text: str, **fields) -> FigureMention:
    shown = {"value": None, "low": 2.0, "high": 9.0, "counted": "people", "unit": None, **fields}
    return FigureMention(
        document="d", start=0, end=len(text), text=text, change="=", as_of=None, **shown
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Hundreds of  thousands of people", "hundreds of thousands"),
        ("dozens", "dozens"),
        ("At least several hundred people", "at least several hundred"),
        ("two to nine people", "2 to 9"),
        ("2 to several hundred", "2 to 9"),
    ],
)
def test_a_number_of_which_only_the_order_is_said_stands_in_its_words(text, read):
    assert reading(mention(text)) == read


def test_such_a_number_has_its_unit_behind_it():
    assert (
        amount(mention("billions of dollars", counted=None, unit="dollar")) == "billions of dollars"
    )
    assert amount(mention("a few euros", counted=None, unit="euro")) == "a few euros"


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"value": 82.0, "unit": "dollar per share"}, "82 dollars per share"),
        ({"low": 121e9, "high": None, "unit": "dollar"}, "121 billion dollars or more"),
        ({"value": 50.0, "unit": "percentage", "counted": "premium"}, "50 percent"),
        ({"value": 1.0, "unit": "year"}, "1 year"),
        ({"value": 12.0, "unit": "people"}, "12"),
    ],
)
def test_units_stand_where_an_editor_puts_them(fields, read):
    bounds = {"low": None, "high": None} if fields.get("value") else {}
    assert amount(mention("82", **bounds | fields)) == read
