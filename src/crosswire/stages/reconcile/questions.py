"""The question that figures answer, in plain words made from the statement that puts it best.

The subject and the verb of the statement are turned round where that is safe; where it is not, the
statement is quoted with a gap in the figure's place. A question never adds a word of substance.
"""

import re
from collections.abc import Sequence

from crosswire.model.annotation import Figure
from crosswire.stages.reconcile.statements import Statement

_AUXILIARIES = frozenset(
    "had has have could will would may might can should must is are was were did does do".split()
)
_AMOUNTS = frozenset("dollar euro yen yuan rupee percentage won franc peso ruble real lira".split())
TOLL_QUESTIONS = ("How many people were killed?", "How many people were hurt?")
_TOLLS = dict(zip(("=kill", "=injure"), TOLL_QUESTIONS, strict=True))
_PLURALS = frozenset(
    "people men women children police troops personnel infantrymen crew killed injured dead hurt".split()
)
_MEASURES = frozenset(
    """year years month months week weeks day days hour hours minute minutes second seconds mile miles metre
    metres meter meters kilometre kilometres kilometer kilometers foot feet inch inches ton tons tonne tonnes
    pound pounds kilogram kilograms kg km percent percentage times share""".split()
)
_MEASURED_BY = {
    "How old, as in": frozenset({"age"}),
    "How many times, as in": frozenset({"time"}),
    "How long, as in": frozenset("year month week day hour minute second".split()),
    "How far, as in": frozenset("mile metre meter kilometre kilometer foot feet inch".split()),
    "How heavy, as in": frozenset("ton tonne pound kilogram".split()),
}
_STATES = frozenset(
    """missing homeless displaced trapped evacuated arrested detained rescued wounded hospitalized hospitalised
    stranded infected quarantined""".split()
)
"""States in which people are counted, as the figure's own words name them."""
_IRREGULAR = {"person": "people", "man": "men", "woman": "women", "child": "children"}
_ASIDES = re.compile(r",? including\b|, with\b|, according to\b|, among them\b")
"""What follows the counted in a statement and is no part of what is asked."""
_PRONOUNS = frozenset("he she it they we i you this that these those who which there".split())
_LOWERED = frozenset("The A An His Her Its Their Some Many Most Several Two Three Both All".split())
LONGEST = 170
"""Code points of a question; what follows the figure is cut back to it."""


def question(told: Sequence[tuple[Figure, Statement]], *, toll: str | None = None) -> str:
    """Return the question that the figures `told` answer; `toll` is the group of the event's own toll."""
    if toll in _TOLLS:
        return _TOLLS[toll]
    states = {_state(figure) for figure, _ in told} - {None}
    if len(states) == 1:
        return f"How many people were {states.pop()}?"
    ranked = sorted(told, key=lambda pair: _rank(*pair))
    for figure, statement in ranked:
        if not statement.headline:
            asked = _asked(figure, statement)
            if asked is not None and len(asked) <= LONGEST:
                return asked
    figure, statement = ranked[0]
    return _with_gap(figure, statement)


def _state(figure: Figure) -> str | None:
    """Return the state that people are counted in ("19 were missing"), None for any other figure."""
    counted = _plain(figure.counted or "").lower()
    return counted if figure.unit == "people" and counted in _STATES else None


def _rank(figure: Figure, statement: Statement) -> tuple[object, ...]:
    return (statement.headline, statement.subject is None, len(statement.text), statement.id)


def _asked(figure: Figure, statement: Statement) -> str | None:
    """Return the statement turned into a question, or None where its shape is not safe to turn."""
    subject = statement.subject
    if priced := _priced(figure, statement):
        return priced
    if subject is None or is_amount(figure) or not _countable(figure):
        return None
    if statement.kind in ("participle", "content") or subject.text.split()[0].lower() in _PRONOUNS:
        return None
    rest = statement.text[_counted_end(figure, statement) :]
    after = "" if rest.startswith(",") else _ASIDES.split(_plain(rest))[0]
    if subject.start <= figure.start and figure.end <= subject.end:
        lead = statement.text[: figure.start - statement.start].strip()
        if lead or not after:
            return None
        named = _of_whom(figure, statement) or _counted(figure)
        end = min(subject.end, _counted_end(figure, statement) + len(after) + statement.start)
        if any(figure.end <= other.start < end for other in statement.figures):
            return None  # "three Danes and two Finns were among the dead" asks for either
        return f"How many {after}?" if after.startswith("of ") else f"How many {named} {after}?"
    return _turned(figure, statement, after)


def _of_whom(figure: Figure, statement: Statement) -> str | None:
    """Return "of the dead" for "five of the dead": a part is asked for as one."""
    said = statement.text[figure.start - statement.start : _counted_end(figure, statement)]
    found = re.match(r"[\w-]+ (of (?:the|its|their|his|her|those)\b.*)", said, re.DOTALL)
    return _plain(found[1]) if found else None


def _counted_end(figure: Figure, statement: Statement) -> int:
    """Return where in the statement's words the figure and what it counts end."""
    end = figure.end - statement.start
    at = (
        statement.text.find(figure.counted, figure.start - statement.start)
        if figure.counted
        else -1
    )
    return max(end, at + len(figure.counted or "")) if 0 <= at <= end + 2 else end


def _turned(figure: Figure, statement: Statement, after: str) -> str | None:
    """Return "How many X had S sent …?" for "S had sent N X …"."""
    subject = statement.subject
    assert subject is not None
    if after.startswith("and "):
        return None  # "198 passengers and 14 crew": what is asked is the verb's, not the list's
    start = statement.start
    between = (
        statement.text[subject.end - start : figure.start - start]
        if subject.end <= figure.start
        else ""
    )
    listed = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", between)
    if not listed or len(listed) > 5 or re.search(r"[,;:“”\"()]", between):
        return None
    named = _plain(subject.text)
    first = named.split(" ")[0]
    if first in _LOWERED:
        named = first.lower() + named[len(first) :]
    if listed[0].lower() in _AUXILIARIES and len(listed) > 1:
        helper, rest = listed[0].lower(), " ".join(listed[1:])
    elif statement.predicate == "be":
        return None
    elif statement.tense == "past" and len(listed) <= 2:
        helper, rest = "did", " ".join([statement.predicate, *listed[1:]])
    elif statement.tense == "present" and len(listed) <= 2:
        helper, rest = "does", " ".join([statement.predicate, *listed[1:]])
    else:
        return None
    if re.search(r"\b(and|or|than|as|to|by|from|of|with|in|on|at|for|about|into)$", rest):
        return None
    return f"How many {_counted(figure)} {helper} {named} {rest} {after}".rstrip() + "?"


def _with_gap(figure: Figure, statement: Statement) -> str:
    text = statement.text
    blank = _plain(
        text[: figure.start - statement.start] + " … " + text[figure.end - statement.start :]
    )
    if len(blank) > LONGEST:
        at = blank.find("…")
        blank = blank[max(0, at - LONGEST // 2) : at + LONGEST // 2].strip()
    alone = _alone(figure, statement)
    if alone is None and (is_amount(figure) or not _countable(figure)):
        return f"{_amount_asked(figure)} “{blank}”?"
    return f"How many {alone or _counted(figure)}, as in “{blank}”?"


def _alone(figure: Figure, statement: Statement) -> str | None:
    """Return what one of is told, in the plural ("one worker hurt": "workers hurt"), None for any other figure."""
    unit = figure.unit or ""
    if figure.value != 1 or figure.part_of or unit in _MEASURES or not unit.isalpha():
        return None
    many = _plural(unit)
    if many == unit or is_amount(figure):
        return None
    counted = _plain(figure.counted or "")
    if statement.headline and counted != counted.lower():
        return many  # in a title every word has its capital
    told = re.sub(rf"\b{re.escape(unit)}\b", many, counted)
    return told if told != counted else many


def _plural(noun: str) -> str:
    """Return the plural of a noun in the singular; a plural stays as it is."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun in _PLURALS or re.search(r"[^s]s$", noun):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else "s")


def _amount_asked(figure: Figure) -> str:
    unit = (figure.unit or "").lower().split(" ")
    if unit[0] == "percentage":
        return "What percentage, as in"
    if is_money(figure):
        return "How much a share, as in" if unit[-2:] == ["per", "share"] else "How much, as in"
    if not (figure.unit or figure.counted) and (figure.value or 2) >= 2:
        return "How many, as in"
    return next(
        (asked for asked, units in _MEASURED_BY.items() if unit[-1].rstrip("s") in units),
        "What is the figure in",
    )


def _priced(figure: Figure, statement: Statement) -> str | None:
    """Return "How large was its first offer?" for "its first $5 million offer"."""
    if not is_money(figure) or not figure.counted or " " in (figure.unit or ""):
        return None
    before = statement.text[: figure.start - statement.start]
    found = re.search(
        r"((?:\b(?:an?|the|its|his|her|their)|\b[^\W\d_a-z][\w-]*[’']s))((?: [a-z-]+){0,2}) $",
        before,
    )
    if found is None or re.search(r"\b(?:of|for|to|in|by|at)\b", found[2]):
        return None
    if found[1].lower() in ("its", "his", "her", "their"):
        return None  # nobody would know whose
    whose = "the" if found[1].lower() in ("a", "an") else found[1]
    return f"How large was {whose}{found[2]} {_plain(figure.counted)}?"


def _counted(figure: Figure) -> str:
    counted = _plain(figure.counted or figure.unit or "")
    return (
        "people " + counted
        if counted in ("killed", "injured", "dead", "hurt")
        else counted or "of them"
    )


def is_amount(figure: Figure) -> bool:
    """Tell whether a figure is an amount, a share or a measure, for which nobody asks "how many"."""
    unit = (figure.unit or "").lower()
    return (
        unit.split(" ")[-1] in _AMOUNTS or "sterling" in unit or not (figure.counted or figure.unit)
    )


def is_money(figure: Figure) -> bool:
    """Tell whether a figure is a sum of money, by the share or whole."""
    units = (figure.unit or "").lower().split(" ")
    return bool(set(units) & (_AMOUNTS - {"percentage"})) or "sterling" in units


def _countable(figure: Figure) -> bool:
    """Tell whether what is counted is a plural that "how many" can ask for, and no unit of measure."""
    counted = _counted(figure)
    head = re.split(r" (?:of|in|on|from|at|with) ", counted)[0].split(" ")[-1].lower()
    if head in _MEASURES or counted.startswith("of "):
        return False
    return head in _PLURALS or (head.endswith("s") and not head.endswith("ss"))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[“”\"]", "", text)).strip(" ,;.")
