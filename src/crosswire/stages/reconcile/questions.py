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
_TOLLS = {"=kill": "How many people were killed?", "=injure": "How many people were hurt?"}
_PLURALS = frozenset(
    "people men women children police troops personnel infantrymen crew killed injured dead hurt".split()
)
_MEASURES = frozenset(
    """year years month months week weeks day days hour hours minute minutes second seconds mile miles metre
    metres meter meters kilometre kilometres kilometer kilometers foot feet inch inches ton tons tonne tonnes
    pound pounds kilogram kilograms kg km percent percentage times share""".split()
)
_PRONOUNS = frozenset("he she it they we i you this that these those who which there".split())
_LOWERED = frozenset("The A An His Her Its Their Some Many Most Several Two Three Both All".split())
LONGEST = 170
"""Code points of a question; what follows the figure is cut back to it."""


def question(told: Sequence[tuple[Figure, Statement]], *, toll: str | None = None) -> str:
    """Return the question that the figures `told` answer; `toll` is the group of the event's own toll."""
    if toll in _TOLLS:
        return _TOLLS[toll]
    ranked = sorted(told, key=lambda pair: _rank(*pair))
    for figure, statement in ranked:
        if not statement.headline:
            asked = _asked(figure, statement)
            if asked is not None and len(asked) <= LONGEST:
                return asked
    figure, statement = ranked[0]
    return _with_gap(figure, statement)


def _rank(figure: Figure, statement: Statement) -> tuple[object, ...]:
    return (statement.headline, statement.subject is None, len(statement.text), statement.id)


def _asked(figure: Figure, statement: Statement) -> str | None:
    """Return the statement turned into a question, or None where its shape is not safe to turn."""
    subject = statement.subject
    if subject is None or is_amount(figure) or not _countable(figure):
        return None
    if statement.kind in ("participle", "content") or subject.text.split()[0].lower() in _PRONOUNS:
        return None
    after = _plain(statement.text[_counted_end(figure, statement) :]).split(", according to")[0]
    if subject.start <= figure.start and figure.end <= subject.end:
        lead = statement.text[: figure.start - statement.start].strip()
        return None if lead or not after else f"How many {_counted(figure)} {after}?"
    return _turned(figure, statement, after)


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
    if is_amount(figure) or not _countable(figure):
        return f"What is the figure in “{blank}”?"
    return f"How many {_counted(figure)}, as in “{blank}”?"


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


def _countable(figure: Figure) -> bool:
    """Tell whether what is counted is a plural that "how many" can ask for, and no unit of measure."""
    counted = _counted(figure)
    head = re.split(r" (?:of|in|on|from|at|with) ", counted)[0].split(" ")[-1].lower()
    if head in _MEASURES or counted.startswith("of "):
        return False
    return head in _PLURALS or (head.endswith("s") and not head.endswith("ss"))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[“”\"]", "", text)).strip(" ,;.")
