"""Two drafts to one range: "10 to 15", "between 5 and 7", "$3-4 billion", "from $200 to $4 million"."""

from dataclasses import replace

from crosswire.stages.annotate import figure_labels as labels
from crosswire.stages.annotate.figure_bounds import movement
from crosswire.stages.annotate.figure_draft import DASHES, Draft, Reading
from crosswire.stages.annotate.figure_numbers import Lexeme, low_at, scale_within


def joint_at(lex: list[Lexeme], at: int, before: str) -> tuple[str, int]:
    """Return the word or dash at lexeme `at` that joins two numbers, and the lexeme behind it."""
    joint = low_at(lex, at)
    if joint in DASHES and low_at(lex, at + 1) == "to":
        return "to", at + 2 + (low_at(lex, at + 2) in DASHES)
    if joint == "to" and low_at(lex, at + 1) in DASHES:
        return "to", at + 2
    if joint == "up" and low_at(lex, at + 1) == "to" and before == "from":
        return "to", at + 2
    if joint in ("to", "or", "/") or joint in DASHES or (joint == "and" and before == "between"):
        return joint, at + 1
    return "", at


def joined(sentence: Reading, one: Draft, two: Draft, joint: str, before: str) -> Draft | None:
    """Return the range from `one` to `two` where their measures allow one."""
    low, high = one.value or 0.0, two.value or 0.0
    dashed = joint in DASHES or joint == "/"
    own_unit = one.unit is not None
    if own_unit and two.kind == "bare" and one.kind != "money":
        return None
    shares = one.number.kind == two.number.kind == "fraction"
    said = before in ("between", "from", "aged") and not dashed
    if not own_unit and two.unit is None and not shares and not said:
        return None
    if not own_unit and labels.is_year(sentence.lex, one.number, sentence.parse, False):
        return None
    if own_unit and two.unit != one.unit and not (one.kind == "money" and two.kind == "bare"):
        names = sorted((one.unit or "", two.unit or ""), key=len)
        if one.kind != two.kind or not names[1].startswith(f"{names[0]} "):
            return None
    if one.kind == "money" and two.kind == "bare" and not dashed and joint != "to":
        return None
    if joint == "or" and (own_unit or not low < high <= max(low * 2, low + 3)):
        return None
    if dashed and joint != "/" and not low < high and not (one.kind == two.kind == "money"):
        return None
    moving = movement(sentence.lex, one.first, sentence.parse, one.kind)
    if joint == "to" and before not in ("from", "between") and moving and own_unit:
        return None
    factor = _shared_scale(sentence, one, two)
    low *= factor if low * factor < high else 1.0
    if joint == "to" and before != "from" and low > high and not own_unit:
        return None
    if before == "aged" and two.unit is None:
        one = replace(one, unit="year of age", kind="age")
    return replace(
        one,
        last=two.last,
        value=None,
        low=min(low, high),
        high=max(low, high),
        unit=max(two.unit or "", one.unit or "", key=len) or None,
        kind=two.kind if two.kind != "bare" else one.kind.replace("open", "bare"),
        counted=two.counted,
        label=two.label,
        rule="from-to" if before == "from" and joint == "to" else "range",
        moved=before == "from",
    )


def _shared_scale(sentence: Reading, one: Draft, two: Draft) -> float:
    """Return the scale that the second number lends the first ("$3-4 billion", "four to five thousand")."""
    first, second = one.number, two.number
    if one.value is None or two.value is None or first.last - first.first != 1 or one.value >= 1000:
        return 1.0
    scale = scale_within(sentence.lex[second.first : second.last])
    if scale == 1.0 or one.kind not in ("open", "money"):
        return 1.0
    if sentence.lex[first.last - 1].low in ("hundred", "thousand", "million", "billion"):
        return 1.0
    return scale
