"""What one paragraph is by its own words: page furniture of some kind, or None where nothing says so.

Phrases are data (`lexicon/data/furniture.tsv`); shapes (bylines, captions, posts, addresses) are patterns.
Every pattern is bounded and is tried on short paragraphs or on the ends of long ones, so that time
grows with the text only.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from crosswire.model.document import BlockKind
from crosswire.stages.acquire.agencies import agencies, pattern
from crosswire.stages.acquire.clock import is_time_line
from crosswire.stages.acquire.phrases import (
    Phrase,
    among,
    by_all,
    by_inside,
    by_start,
    front,
    held,
    normal,
    promo_fronts,
)

_LONG = 900
"""Code points past which a paragraph is prose or nothing: only its ends are looked at."""


class Signs(NamedTuple):
    """What stands anywhere in a text and may make a paragraph of it furniture: mostly little or nothing."""

    phrases: tuple[Phrase, ...]
    marks: tuple[str, ...]


def signs(low: str) -> Signs:
    """Return what of furniture a text, as `normal`, holds, so that each of its paragraphs is asked for no more."""
    found = held(low, _MARKS)
    return Signs(among(found), tuple(mark for mark in found if mark in _MARKS))


def furniture(text: str, of: Signs | None = None, low: str | None = None) -> BlockKind | None:
    """Return the kind of furniture that the paragraph `text` is, or None.

    `of` are the signs of the text that it stands in, `low` is the paragraph as `normal`, where they are known.
    """
    if len(text) > _LONG:
        return "caption" if _photo_note(text[:200]) and _CREDIT_END.search(text[-120:]) else None
    low = normal(text) if low is None else low
    of = signs(low) if of is None else of
    return (
        by_all(low)
        or (None if _is_plain(text, low, of.marks) else _by_shape(text))
        or by_start(low)
        or by_inside(low, of.phrases)
    )


def is_promo(text: str, of: Signs) -> bool:
    """Tell whether the sentence `text` is a promo; what most are not is looked at first."""
    first = front(text)
    may_be = (
        not first
        or first in promo_fronts()
        or first in _LINE_FRONTS
        or text[-1] in "{;}"
        or "follow" in of.marks
        or bool(of.phrases)
    )
    return may_be and furniture(text, of) == "promo"


_SHORT = 160
"""Code points up to which a paragraph may be of any shape."""
_MARKS = (
    *"#@©/|()[<>»›", "www.", "post", "follow", "photographer:", "made available by", "provided by"
)  # fmt: skip
"""What a longer one holds, unless it is of a shape by its two ends; as `normal`."""
_FRONTS = re.compile(r"[\d\s]|copyright|photo|image|slide|close\s", re.IGNORECASE)
_ENDS = frozenset(".?!:…\"”'’")


def _is_plain(text: str, low: str, marks: tuple[str, ...]) -> bool:
    """Tell whether a paragraph is of no shape, by what each of them needs: most prose, at a tenth of the cost."""
    return (
        len(text) > _SHORT
        and text[-1] in _ENDS
        and not any(mark in low for mark in marks)
        and not _FRONTS.match(text)
        and not _is_photo_first(text)
    )


def _by_shape(text: str) -> BlockKind | None:
    return next((kind for kind, holds in _SHAPES if holds(text)), None)


# ---------------------------------------------------------------- shapes

_NAME = r"[A-Z][\w.'’-]{0,30}"
_BY = re.compile(r"(?:BYLINE|By|BY|Story by|Words by|Written by|Text by|Report by|From):?\s+")
_BY_WORD = re.compile(
    rf"(?:{_NAME}|and|AND|with|of|for|in|at|the|staff|wires?|agencies|reporters|correspondents|de|del|van|von|der|al|bin|da|di|la|le|[&|/·–—-])[,;.]?"
)
_ROLE = re.compile(
    r"(?:staff|senior|chief|political|diplomatic|foreign|defen[cs]e|special|health|science|business|world|"
    r"crime|news|associate|managing|executive|contributing|deputy|freelance|video|home affairs|security|"
    r"[a-z]+)?\s*(?:correspondent|reporter|editor|writer|journalist|columnist|contributor|"
    r"bureau chief|producer|staff)s?\b",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"{_NAME}(?: {_NAME}){{1,3}}(?: (?:and|&) {_NAME}(?: {_NAME}){{1,3}}){{0,2}}")
_SIGNED = re.compile(r"\s*(?:,| [|/·–—-] )\s*")
_URL = re.compile(r"(?:https?://|www\.)\S+(?:\s+(?:https?://|www\.)\S+)*")
_HASHTAG = re.compile(r"(?<!\w)#\w+")
_POST_END = re.compile(
    r"(?:[—–-]\s?[^@\n]{1,80}\(@\w{1,30}\)\s+\w+\.?\s\d{1,2},\s\d{4}"
    r"|posted by [^\n]{1,120} on [^\n]{3,60}"
    r"|a post shared by [^\n]{1,160})\s*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]{3,200}\]")
_POINTER = re.compile(
    r"(?:\W{0,3})(?:read|watch|listen|see|view|click|hear|find|check|more)\b[^.!?]{0,120}\b(?:here|below|above)\W{0,3}",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"\W{0,3}(?:[^.!?]{0,60}\b)?follow\b[^.!?]{0,120}(?:@\w+|\bon (?:twitter|x|facebook|instagram|bluesky)\b)",
    re.I,
)
_FOR_MORE = re.compile(
    r"(?:for more|online|more information|on the net)\b[^.!?]{0,80}(?:https?://|www\.)\S+\.?", re.I
)
_GALLERY = re.compile(
    r"(?:\d{1,3}\s?/\s?\d{1,3}|(?:photo|image|slide)?\s?\d{1,3} of \d{1,3})\b", re.I
)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)).{0,20}\b(?:19|20)\d\d\b", re.I)
_INITIALS = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4}){0,4}\s*\([^()]{2,60}\)")
_BREADCRUMB = re.compile(r"(?:home|news)\s*(?:[>»›/|]\s*[\w &'-]{2,30}\s*){1,5}", re.I)
_CSS = re.compile(
    r"[.#]?[\w-]{1,40}(?:\s[.#]?[\w-]{1,40}){0,4}\s*\{|[\w-]{2,30}:\s?[^;{}]{1,60};|\}|</?(?:div|span|p|a|script|style|iframe|img|tweet)\b[^>]{0,200}>.{0,200}",
    re.S,
)
_PLATFORM = re.compile(r"(?:[A-Z][\w.]*\s){0,3}(?:YouTube|Twitter|Instagram|Facebook|TikTok)")

_CREDIT_WORDS = (
    r"photos?|images?|pictures?|pic|photographs?|file|handout|courtesy|screengrab|screenshot|via|pool|video|graphic|"
    r"illustration|credit"
)


@cache
def _agency_end() -> re.Pattern[str]:
    """Return the pattern of a picture credit at the end: "(Name/AP)", "(Photo: Name, AP)", "©Name (AFP)"."""
    one = rf"(?:{pattern()})"
    return re.compile(
        rf"(?:\([^()]{{0,100}}(?:/|\bvia\s|,\s)\s*{one}(?:\s(?:Photo|Images?))?(?:,? file)?[^()]{{0,20}}\)"
        rf"|\({one}(?:\s(?:Photo|Images?))?(?:,? file)?\)"
        rf"|©\s?[^()\n]{{0,60}}(?:\({one}\))?"
        rf"|[A-Z][\w.'’-]{{0,30}}\s?/\s?{one}(?:\s(?:Photo|Images?))?"
        rf"|\bPhotographer: [^\n]{{2,80}}"
        rf"|\([^()]{{0,100}}\b(?:{_CREDIT_WORDS})\b[^()]{{0,60}}\))"
        r"(?:\s\(Associated Press\))?\.?\s*$",
    )


_MAY_CREDIT = re.compile(r"\)\.?$|©|/|Photographer: ")
"""What any picture credit holds; looked for before what costs more, as every test of one mark below is."""
_CREDIT_END = re.compile(
    rf"\([^()]{{0,100}}\b(?:AP|AFP|Reuters|Getty|{_CREDIT_WORDS})\b[^()]{{0,60}}\)\.?\s*$"
)
_PHOTO_NOTE = re.compile(
    r"(?:\W{0,3}file\b|(?:in )?(?:this|an?|the)\b[^.]{0,60}\b(?:photo|photograph|image|picture|frame grab|still)\b"
    r"[^.]{0,40}\b(?:made available|provided|released|taken|shows?|from|by)\b)",
    re.IGNORECASE,
)


_MADE_AVAILABLE = re.compile(r"\b(?:made available|provided) by\b")


def _photo_note(text: str) -> bool:
    return bool(_PHOTO_NOTE.match(text))


def _is_caption(text: str) -> bool:
    """Tell whether `text` ends in a picture credit, or begins like the note of one."""
    tail = text[-200:]
    found = _agency_end().search(tail) if _MAY_CREDIT.search(tail) else None
    if not found:
        told = len(text) < 400 and " by" in text and _MADE_AVAILABLE.search(text)
        return bool(told) and _photo_note(text)
    before = text[: len(text) - min(200, len(text)) + found.start()].rstrip()
    closed = before.endswith((".", "!", "?", ".”", '."', ".’", ".'"))
    only_agency = agencies(found.group().strip(" ().")) != ()
    if closed and len(text) > 250 and "/" not in found.group() and "©" not in found.group():
        return _photo_note(text)
    # "... he said. (AFP)" credits the report; "... at the scene (AFP)" credits a picture.
    return not (closed and only_agency) or _photo_note(text)


def _is_credit_line(text: str) -> bool:
    return bool(agencies(text)) or bool(
        text.endswith(")") and _INITIALS.fullmatch(text) and agencies(text[text.index("(") :])
    )


@cache
def _photo_first() -> re.Pattern[str]:
    """Return the pattern of a caption that begins with whose picture it is: "EPA Crowds gather"."""
    return re.compile(rf"(?:{pattern()}):?\s(?=[A-Z])")


def _is_photo_first(text: str) -> bool:
    return (
        not text.rstrip().endswith((".", "?", "!", ":"))
        and bool(_photo_first().match(text))
        and len(text.split()) > 4
    )


def _is_byline(text: str) -> bool:
    """Tell whether `text` is "By" and names, or a name and the post of a journalist."""
    if len(text) > 160:
        return False
    by = _BY.match(text)
    if by:
        words = text[by.end() :].split()
        return 0 < len(words) <= 16 and all(_BY_WORD.fullmatch(word) for word in words)
    if not _NAMES.match(text):
        return False
    name, *posts = _SIGNED.split(text)
    return (
        bool(posts) and bool(_NAMES.fullmatch(name)) and bool(_ROLE.fullmatch(posts[0].strip(".")))
    )


def _is_post(text: str) -> bool:
    tags = _HASHTAG.findall(text) if "#" in text else []
    words = text.split() if tags else [text]
    tail = text[-220:]
    return bool(
        (("(@" in tail or "post" in tail.casefold()) and _POST_END.search(tail))
        or "pic.twitter.com/" in text
        or "//t.co/" in text
        or (len(tags) >= 3 and len(tags) * 5 >= len(words) * 2)
        or (len(tags) == len(words))
    )


def signs_post(text: str) -> bool:
    """Tell whether the line `text` only signs a post: "— Name (@handle) May 3, 2019"."""
    return text.startswith(("—", "–", "-")) and _POST_END.match(text) is not None


def _is_close_caption(text: str) -> bool:
    """Tell a video player's text: it begins with the word on its button."""
    return text.startswith("CLOSE ") and text[6:7].isupper()


_LINE_FRONTS = frozenset(
    "read watch listen see view click hear find check more for online on home news".split()
)
"""How a line of letters begins that is a promo by its shape, but for one with "follow" or of style sheets."""


def _is_promo_line(text: str) -> bool:
    if len(text) > 300:
        return False
    bracketed = text[:1] == "[" and _BRACKETED.fullmatch(text)
    return bool(
        (bracketed and not text.rstrip("]").rstrip().endswith((".", "…", "...")))
        or _POINTER.fullmatch(text)
        or ("follow" in text.casefold() and _FOLLOW.match(text))
        or _FOR_MORE.fullmatch(text)
        or _BREADCRUMB.fullmatch(text)
        or ((text[-1:] in "{;}" or text[:1] == "<") and _CSS.fullmatch(text))
    )


_SHAPES: tuple[tuple[BlockKind, Callable[[str], object]], ...] = (
    ("url", lambda text: _URL.fullmatch(text)),
    ("credit", _is_credit_line),
    ("credit", lambda text: _COPYRIGHT.match(text)),
    ("timestamp", is_time_line),
    ("byline", _is_byline),
    ("note", lambda text: text.startswith("|") and text.endswith("|")),
    ("caption", _is_post),
    ("caption", _is_caption),
    ("caption", _is_photo_first),
    ("caption", lambda text: _GALLERY.match(text) and len(text) > 12 and not text[:1].isspace()),
    ("caption", _is_close_caption),
    ("caption", lambda text: _PLATFORM.fullmatch(text)),
    ("promo", _is_promo_line),
)
