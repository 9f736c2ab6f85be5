"""Numbers and days as reports write them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS_BELOW = 10
"""Numbers below are written out, as most style books want it."""
_FORMS = {
    "billion": "${} billion",
    "million": "${} million",
    "percent": "{} percent",
    "tonnes": "{} tonnes",
    "speed": "{} kilometers an hour",
}
_SCALES = {"billion": 1e9, "million": 1e6}


class Amount(NamedTuple):
    """A number of a certain form; `about` where the report rounds it."""

    number: float
    form: str = "count"
    about: bool = False

    @property
    def value(self) -> float:
        """Return the number in single units."""
        return round(self.number * _SCALES.get(self.form, 1.0), 2)

    def raised(self, known: Collection["Amount"]) -> "Amount":
        """Return an amount half as much again, as round as this one, and none of the `known`."""
        number = self.number * 1.5 + 1
        if self.form == "billion":
            return self._replace(number=round(number, 1))
        digits = 2 - len(str(int(number))) if self.number % 10 == 0 else 0
        number = round(number, digits)
        while any(number == a.number for a in known):
            number += 1
        return self._replace(number=number)

    def written(self, *, first: bool) -> str:
        """Return a report's words, "|" before the number; `first` where a sentence starts with them."""
        number = f"{self.number:,.1f}".removesuffix(".0")
        if self.form in _FORMS:
            text = _FORMS[self.form].format(number)
        elif self.number < WORDS_BELOW or (first and self.number < 100 and not self.about):
            text = spelled(int(self.number))
        else:
            text = f"a total of |{number}" if first and not self.about else number
        return f"about |{text}" if self.about else text


def spelled(number: int) -> str:
    """Return a number below 100 in words."""
    if number < len(_SMALL):
        return _SMALL[number]
    tens, rest = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")


def named_day(day: date, seen_from: date, style: int, part: str = "") -> str:
    """Return how a report of the day `seen_from` names `day`: by weekday, by date, or as yesterday."""
    near = abs((day - seen_from).days) <= 6
    if style == 1 and seen_from - day == timedelta(days=1):
        return "yesterday"
    if style == 2 or not near:
        return f"on {month_day(day)}"
    if style == 3 and part:
        return f"late on {day:%A}"
    return f"on {day:%A} {part}".strip()


def month_day(day: date) -> str:
    """Return "March 11"."""
    return f"{day:%B} {day.day}"
