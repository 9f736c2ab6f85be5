"""Did a report say that it was changed: a note of correction or update, the agency's own note, a later time.

A changed text without any of them is a silent edit.
"""

import re
from bisect import bisect_right

from crosswire.model.document import Block, Document
from crosswire.model.span import Evidence
from crosswire.stages.compare.versions import stamp, version_number

_NOTE = re.compile(
    r"""\b(?:
        (?:this|the|an|our)\s(?:earlier\s|previous\s|original\s|first\s)?
            (?:article|story|report|post|piece|version|page|headline|copy|item|dispatch)\b
            (?:(?!\bof\b)[^.\n]){0,60}?
            \b(?:has\sbeen|have\sbeen|was|were|is|now)\s(?:\w+\s){0,2}?
            (?:updated|corrected|amended|revised|changed|edited|clarified|fixed|withdrawn|retracted|removed|misstated
              |incorrect|wrong)
      | (?:an|the|a)\s(?:earlier|previous|original)\s(?:version|edition|headline)\s(?:of|said|stated|misstated|gave|had)
      | (?:correct|clarif)(?:s|ed|ion|ing|ies|ied|ication)\b\s?(?::|–|—|-\s|appended|\(|to\s|and\sclarif)
      | (?:recasts|adds|updates|corrects|rewrites|refiles|releads|repeats|fixes|removes|writethru)\b[^.\n]{0,60}
            (?:paragraph|headline|lead|lede|quote|detail|reaction|comment|background|throughout|dateline|toll|byline|figure
              |with|spelling|day|date|name|title)
      | (?:update|editor[’']?s\snote|correction|clarification|retraction)\s?(?:\#?\d{1,2}\s?)?[:–—-]
      | update\s\d{1,2}\b
      | updated\s(?:to|with|at|on|throughout|:|\d)
      | (?:write|writethru|lead|ld|take)\s?thru
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that say a report is not what it was, in a note, a bracket or a line of their own."""
_LONGEST = 600
_SAID = re.compile(
    r"\b(?:correct\w*|updat\w*|clarif\w*|amend\w*|revis\w*|chang\w*|fix\w*|recast\w*|add\w*|delet\w*|remov\w*|kill\w*"
    r"|withdr\w*|substitut\w*|repeat\w*|retransmit\w*|\d(?:st|nd|rd|th)\s(?:writethru|lead|ld))\b",
    re.IGNORECASE,
)


def find_note(before: Document, after: Document) -> Evidence | None:
    """Return the note of correction or update that `after` has in words which `before` has not."""
    known = {said for _, _, said in _notes(before)}
    for start, end, said in _notes(after):
        if said not in known:
            return after.evidence(start, end)
    return None


def _notes(document: Document) -> list[tuple[int, int, str]]:
    """Return the stretches that may be such notes: lines whose beginning or end speaks of a change."""
    found = []
    starts = [b.start for b in document.blocks]
    for line in re.finditer(r"[^\n]+", document.text):
        text = line.group().strip()
        head = text if len(text) <= _LONGEST else text[:120]
        start = line.start() + line.group().find(text)
        at = bisect_right(starts, start) - 1
        block = document.blocks[at] if at >= 0 and start < document.blocks[at].end else None
        if text and (said := _NOTE.search(head)) and _is_note(block, text, said):
            end = min(start + len(text), start + _LONGEST)
            found.append((start, end, " ".join(document.text[start:end].split())))
    return found


def _is_note(block: Block | None, text: str, said: re.Match[str]) -> bool:
    """Tell a note about the report from prose that speaks of somebody's correction."""
    if block is None or block.kind not in ("body", "headline", "subhead", "list"):
        return True
    opens = said.start() <= 3 or bool(
        re.match(r"[(\[*—–_]|update|correct|clarif|editor", text, re.I)
    )
    about = bool(
        re.match(r"(?:this|an|our|the\s(?:earlier|original|previous))\b", said.group(), re.I)
    )
    return opens and (about or len(text) <= 300) and block.kind != "subhead"


def said_beside(before: Document, after: Document) -> str | None:
    """Return the agency's or publisher's own note of a change, which stands beside the text and is new."""
    told = after.metadata.get("ednote")
    if not isinstance(told, str) or told == before.metadata.get("ednote"):
        return None
    return " ".join(told.split()) if _SAID.search(told) else None


def restamped(before: Document, after: Document) -> bool:
    """Tell whether `after` bears a later time, or a higher number, than `before`."""
    old, new = stamp(before), stamp(after)
    if old and new and new[: min(len(old), len(new))] > old[: min(len(old), len(new))]:
        return True
    if new and not old:
        return True
    numbers = [version_number(d.metadata.get("version")) for d in (before, after)]
    if -1 not in numbers and numbers[0] < numbers[1]:
        return True
    return _stamp_lines(after) - _stamp_lines(before) != set()


def _stamp_lines(document: Document) -> set[str]:
    """Return what the report's own lines of time say."""
    return {
        " ".join(document.text[b.start : b.end].split())
        for b in document.blocks
        if b.kind == "timestamp"
    }
