"""A text to its blocks: ordered, apart, exact, and none blank.

1. Lines become units; a paragraph broken in mid-sentence, or wrapped by hand, is one unit.
2. A unit is furniture by its own words (`furniture`), else not yet known.
3. What stands around a unit decides the rest: headline and standfirst above, link lines after a heading of links,
   a caption that repeats a sentence, the foot after the copyright line, subheads between paragraphs.
4. Datelines and credits are cut off the ends of body paragraphs.

Where body and furniture are both likely, whole sentences stay body.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from crosswire.model.document import Block, BlockKind
from crosswire.stages.acquire.agencies import agencies, agency
from crosswire.stages.acquire.datelines import dateline, is_place_line
from crosswire.stages.acquire.furniture import Signs, furniture, is_promo, signs, signs_post
from crosswire.stages.acquire.outlets import is_agency_line
from crosswire.stages.acquire.phrases import LONGEST_OPENER, normal, opens_links

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_SIMPLE_LINE = re.compile(r"[^\n]+")
"""The same where a text has no other signs of a line's end (`_RARE`), at a fifth of the cost."""
_RARE = "\r\x0b\x0c\x85\u2028\u2029"
_SENTENCE_END = re.compile(r"[.!?…。؟।:][\"'”’»)\]]*$")
_ENDS = (".", "!", "?", "…")
"""What most sentences end with, looked at before the pattern of all ends."""
_STRONG_END = re.compile(r"[.!?…。؟।][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[-*•‣▪–]|\d{1,2}[.)])\s+\S")
_WORD = re.compile(r"\w+")
_MAX_HEADLINE = 220
_LONGEST_SUBHEAD = 170
_MAX_LINKS = 12
"""Link lines taken after one heading, so that a text without end marks is not lost to it."""


@dataclass(slots=True)
class _Unit:
    """A paragraph in the making: `[start, end)`, its kind where known, and whether a blank line is above."""

    start: int
    end: int
    text: str
    low: str
    """The text as `normal`."""
    kind: BlockKind | None = None
    apart: bool = False

    @property
    def ends(self) -> bool:
        """Tell whether it ends like a sentence."""
        return self.text.endswith(_ENDS) or bool(_SENTENCE_END.search(self.text[-8:]))

    @property
    def closes(self) -> bool:
        """Tell whether it ends like a sentence, a colon not counted."""
        return self.text.endswith(_ENDS) or bool(_STRONG_END.search(self.text[-8:]))


def find_blocks(
    text: str, *, headline: tuple[int, int] | None = None, start: int = 0
) -> tuple[Block, ...]:
    """Return the blocks of `text` from `start` on; `headline` is where the source's own title stands, if it does."""
    units = _units(text, start)
    found = signs(" ".join([unit.low for unit in units if unit.low]))
    for unit in units:
        unit.kind = furniture(unit.text, found, unit.low)
    units = _joined(units, text, found)
    for unit in units:
        if headline and unit.start >= headline[0] and unit.end <= headline[1]:
            unit.kind = "headline"
    known = [unit for unit in units if unit.kind == "headline"]
    rest = [unit for unit in units if unit.kind != "headline"]
    _read_head(known, rest)
    _read_links(rest)
    _read_posts(rest)
    _read_foot(rest)
    _read_datelines(rest)
    _read_repeats(known, rest)
    _read_agency_lines(rest)
    _read_prose(rest)
    first = next((unit for unit in units if unit.kind == "body"), None)
    return tuple(block for unit in units for block in _cut(unit, found, first=unit is first))


# ---------------------------------------------------------------- 1. units


def _units(text: str, start: int) -> list[_Unit]:
    units: list[_Unit] = []
    last = start
    line = _LINE if any(sign in text for sign in _RARE) else _SIMPLE_LINE
    for found in line.finditer(text, start):
        whole = found.group()
        words = whole.strip()
        if not words:
            continue
        first = found.start()
        if len(words) < len(whole):
            first += len(whole) - len(whole.lstrip())
        above = text[last:first]
        apart = above != "\n" and (
            above.count("\n") > 1 or ("\n" not in above and above.count("\r") > 1)
        )
        last = first + len(words)
        units.append(_Unit(first, last, words, normal(words), apart=apart))
    return units


def _joined(units: list[_Unit], text: str, of: Signs) -> list[_Unit]:
    """Return `units` with those put together that a line break cuts in mid-sentence."""
    wrapped = _is_wrapped(units)
    out: list[_Unit] = []
    for unit in units:
        before = out[-1] if out else None
        if (
            before
            and before.kind is None
            and unit.kind is None
            and _continues(before, unit, wrapped)
        ):
            before.end = unit.end
            before.text = text[before.start : before.end]
            before.low = f"{before.low} {unit.low}".strip()
        else:
            out.append(unit)
    if wrapped:
        for unit in out:
            unit.kind = unit.kind or furniture(unit.text.replace("\n", " "), of, unit.low)
    return out


def _continues(before: _Unit, unit: _Unit, wrapped: bool) -> bool:
    if wrapped and not unit.apart:
        return not _BULLET.match(unit.text)
    return not before.ends and len(before.text) >= 40 and unit.text[0].islower()


def _is_wrapped(units: list[_Unit]) -> bool:
    """Tell whether the lines were broken by hand: of like length, and mostly in mid-sentence."""
    inner = [a for a, b in pairwise(units) if not b.apart]
    if len(inner) < 4 or len(inner) * 2 < len(units):
        return False
    like = sum(45 <= len(unit.text) <= 100 for unit in inner)
    return like * 5 >= len(inner) * 4 and sum(unit.ends for unit in inner) * 2 <= len(inner)


# ---------------------------------------------------------------- 3. context


def _read_head(known: list[_Unit], rest: list[_Unit]) -> None:
    """Find headline, standfirst and a line with the place, above the first paragraph of the body."""
    at = next((i for i, unit in enumerate(rest) if unit.kind is None), None)
    if at is None:
        return
    if not known and _is_headline(rest[at], rest[at + 1 :]):
        rest[at].kind = "headline"
        known.append(rest[at])
    if not known:
        return
    body = next(
        (i for i, u in enumerate(rest) if u.kind is None and u.closes and len(u.text) > 60),
        len(rest),
    )
    for unit in rest[:body]:
        if unit.kind is None and is_place_line(unit.text):
            unit.kind = "dateline"


def _is_headline(unit: _Unit, after: list[_Unit]) -> bool:
    """Tell whether `unit` is set as a headline: short, no full stop, and sentences below it."""
    text = unit.text
    if len(text) > _MAX_HEADLINE or "\n" in text or _BULLET.match(text):
        return False
    if not any(u.kind is None and u.closes for u in after):
        return False
    return not text.endswith((".", ":", ",", ";")) or text.endswith("...")


def _read_links(units: list[_Unit]) -> None:
    """Mark the link lines that follow a heading of links, until prose resumes."""
    left = 0
    for unit in units:
        if len(unit.text) <= LONGEST_OPENER and opens_links(unit.text):
            left = _MAX_LINKS
            unit.kind = "promo"
        elif left and unit.kind is None and not unit.closes and len(unit.text) <= 200:
            unit.kind = "promo"
            left -= 1
        elif unit.kind != "promo":
            left = 0


def _read_posts(units: list[_Unit]) -> None:
    """Mark the paragraph above a line that signs a post: the words are the poster's, not the report's."""
    for above, unit in pairwise(units):
        if above.kind is None and unit.kind == "caption" and signs_post(unit.text):
            above.kind = "caption"


def _read_foot(units: list[_Unit]) -> None:
    """Mark what stands below the copyright line, and a bare word at the very end, as furniture."""
    total = sum(len(unit.text) for unit in units)
    below = 0
    for at in range(len(units) - 1, -1, -1):
        unit = units[at]
        if unit.kind == "credit" and normal(unit.text[:12]).startswith(("copyright", "©")):
            if below * 4 <= total and below < 1500:
                for lower in units[at + 1 :]:
                    lower.kind = lower.kind or "credit"
            break
        below += len(unit.text)
    prose = [unit for unit in units if unit.kind is None]
    for last in prose[3:][:-4:-1]:
        if last.ends or len(last.text) > 40:
            break
        last.kind = "promo"


def _read_datelines(units: list[_Unit]) -> None:
    """Mark a dateline that the layout set on a line of its own ("VIENNA —", then the sentence)."""
    for unit, below in pairwise(units):
        alone = unit.kind is None and below.kind is None and len(unit.text) <= 80
        if alone and unit.text.endswith(("—", "–", "-", ")")):
            cut = dateline(f"{unit.text} {below.text[:80]}", first=True)
            unit.kind = "dateline" if cut == len(unit.text) else None


def _read_agency_lines(units: list[_Unit]) -> None:
    """Tell lines that credit the report to an agency from the credits of its pictures.

    A sentence that does so stands near the top or the end. A bare name credits the report at its foot, or above it
    beside a byline or a time; anywhere else it stands below a picture.
    """
    prose = [at for at, unit in enumerate(units) if unit.kind is None]
    for at in [*prose[:4], *prose[-2:]] if len(prose) > 2 else []:
        if is_agency_line(units[at].text):
            units[at].kind = "credit"
    for at, unit in enumerate(units):
        if unit.kind == "credit" and agencies(unit.text) and prose and at < prose[-1]:
            beside = units[max(0, at - 1) : at] + units[at + 1 : at + 2]
            if not (at < prose[0] and any(u.kind in ("byline", "timestamp") for u in beside)):
                unit.kind = "caption"


def _read_repeats(known: list[_Unit], units: list[_Unit]) -> None:
    """Mark a headline set twice, and a line without full stop that says again what a sentence says, as captions."""
    titles = {" ".join(_WORD.findall(unit.low)) for unit in known}
    first_words = {title.partition(" ")[0] for title in titles}
    sentences: list[str] = []
    open_lines: list[tuple[_Unit, frozenset[str]]] = []
    for unit in units:
        if unit.kind is not None or len(unit.text) > 2000:
            continue
        first = _WORD.search(unit.low)
        if (first.group() if first else "") in first_words and " ".join(
            _WORD.findall(unit.low)
        ) in titles:
            unit.kind = "caption"
        elif unit.closes:
            sentences.append(unit.low)
        elif not unit.ends and not _BULLET.match(unit.text):
            words = _WORD.findall(unit.low)
            if len(words) >= 8:
                open_lines.append((unit, frozenset(words)))
    if len(sentences) < 3 or not open_lines:
        return
    bags = [frozenset(_WORD.findall(low)) for low in sentences[:400]]
    for unit, bag in open_lines[:200]:
        if any(len(bag & other) * 5 >= len(bag) * 4 for other in bags):
            unit.kind = "caption"


def _read_prose(units: list[_Unit]) -> None:
    """Name what is left: bullets are lists, short open lines above prose subheads, all else body."""
    open_units = [unit for unit in units if unit.kind is None]
    for unit in open_units:
        if _BULLET.match(unit.text) and len(unit.text) > 12:
            unit.kind = "list"
        elif (
            len(unit.text) <= _LONGEST_SUBHEAD and unit is not open_units[-1] and _is_subhead(unit)
        ):
            unit.kind = "subhead"
        else:
            unit.kind = "body"


def _is_subhead(unit: _Unit) -> bool:
    text = unit.text
    if "\n" in text:
        return False
    if text.endswith(":") and text.isupper():
        return True
    if text.endswith("?"):
        return (
            len(text) <= 80 and text.count(" ") < 12 and not text.startswith(('"', "“", "'", "‘"))
        )
    return not unit.ends and not text.endswith((",", ";", "-"))


# ---------------------------------------------------------------- 4. cuts

_TEXT_CREDIT = re.compile(r"(?<=[.!?”\"’'])\s+[\[(—–-]{1,2}\s?([^()\[\]\n]{2,40})[\])]?\.?$")
_CREDIT_MARK = re.compile(r"[\[(—–-]")
_STOPS, _CLOSING = (".", "!", "?"), (")", "]", "”", '"')
_LAST_SENTENCE = re.compile(r"(?<=[.!?”\"')])\s+(?=[(\[“\"A-Z][^.!?]{8,200}[.!?]?[)\]”\"]{0,2}$)")
_LEAD_IN = re.compile(r"(?:Story highlights|Advertisement|Image|Enlarge this image)\s+(?=[A-Z])")


def _cut(unit: _Unit, of: Signs, *, first: bool) -> list[Block]:
    """Return the blocks of one unit: a dateline or label in front and a credit behind are blocks of their own."""
    text, start, end = unit.text, unit.start, unit.end
    if unit.kind not in ("body", "subhead"):
        return [Block(start=start, end=end, kind=unit.kind or "body")]
    out: list[Block] = []
    label = _LEAD_IN.match(text)
    if label:
        out.append(Block(start=start, end=start + len(label.group().rstrip()), kind="promo"))
        start += label.end()
    if unit.kind != "body":
        return [*out, Block(start=start, end=end, kind=unit.kind)]
    cut = dateline(text[start - unit.start :], first=first)
    if cut:
        out.append(Block(start=start, end=start + cut, kind="dateline"))
        start += cut
        while text[start - unit.start].isspace():
            start += 1
    tail = max(0, len(text) - 60)
    credit = _TEXT_CREDIT.search(text[tail:]) if _CREDIT_MARK.search(text, tail) else None
    if credit and agency(credit.group(1)) and unit.start + tail + credit.start() > start:
        at = unit.start + tail + credit.start()
        mark = at + len(credit.group()) - len(credit.group().lstrip())
        out.append(Block(start=start, end=at, kind="body"))
        out.append(Block(start=mark, end=end, kind="credit"))
        return out
    last = _LAST_SENTENCE.search(text, _last_stop(text))
    if last and unit.start + last.start() > start and is_promo(text[last.end() :], of):
        out.append(Block(start=start, end=unit.start + last.start(), kind="body"))
        return [*out, Block(start=unit.start + last.end(), end=end, kind="promo")]
    out.append(Block(start=start, end=end, kind="body"))
    return out


def _last_stop(text: str) -> int:
    """Return where the last full stop but that of the last sentence stands, or where the last sentence is too long."""
    end, low = len(text), max(0, len(text) - 240)
    end -= text.endswith(_CLOSING)
    end -= text.endswith(_CLOSING, 0, end)
    end -= text.endswith(_STOPS, 0, end)
    return max(low, text.rfind(".", low, end), text.rfind("!", low, end), text.rfind("?", low, end))
