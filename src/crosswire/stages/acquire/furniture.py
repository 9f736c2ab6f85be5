"""What one paragraph is by its own words: page furniture of some kind, or None where nothing says so.

Phrases are data (`lexicon/data/furniture.tsv`); shapes (bylines, captions, posts, addresses) are patterns.
Every pattern is bounded and is tried on short paragraphs or on the ends of long ones, so that time
grows with the text only.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from crosswire import lexicon
from crosswire.model.document import BlockKind
from crosswire.stages.acquire.agencies import agencies, pattern
from crosswire.stages.acquire.clock import is_time_line

_STRAIGHT = str.maketrans("‘’“”´`", "''\"\"''", "\u200b\u200e\u200f\ufeff")
_EDGES = " _*-–—|•·>»<«:.…,;[](){}=~+#/\\"
_LONG = 900
"""Code points past which a paragraph is prose or nothing: only its ends are looked at."""


def normal(text: str) -> str:
    """Return `text` in lower case, with straight quotes and single blanks."""
    straight = text if text.isascii() else text.translate(_STRAIGHT)
    return " ".join(straight.casefold().split())


@cache
def _phrases(match: str) -> tuple[tuple[str, int, BlockKind, bool], ...]:
    return tuple(
        (row["phrase"], int(row["limit"]), row["kind"], row["opens"] == "yes")  # type: ignore[misc]
        for row in lexicon.table("furniture")
        if row["match"] == match
    )


@cache
def _wholes() -> dict[str, tuple[BlockKind, bool]]:
    return {phrase: (kind, opens) for phrase, _, kind, opens in _phrases("whole")}


@cache
def _starts() -> dict[str, tuple[tuple[str, int, BlockKind, bool], ...]]:
    """Return the rows for beginnings by their first three characters."""
    rows: dict[str, list[tuple[str, int, BlockKind, bool]]] = {}
    for row in _phrases("start"):
        rows.setdefault(row[0][:3], []).append(row)
    return {head: tuple(found) for head, found in rows.items()}


def opens_links(text: str) -> bool:
    """Tell whether the paragraph is a heading such as "Related stories", after which links follow."""
    if len(text) > 80:
        return False
    bare = normal(text).strip(_EDGES)
    found = _wholes().get(bare)
    return bool(found and found[1])


def furniture(text: str) -> BlockKind | None:
    """Return the kind of furniture that the paragraph `text` is, or None."""
    if len(text) > _LONG:
        return "caption" if _photo_note(text[:200]) and _CREDIT_END.search(text[-120:]) else None
    low = normal(text)
    bare = low.strip(_EDGES)
    if not bare:
        return "promo"
    whole = _wholes().get(bare)
    if whole:
        return whole[0]
    return _by_shape(text) or _by_phrase(low)


def _by_phrase(low: str) -> BlockKind | None:
    head = low.lstrip("([{*-–—|•> ")
    for phrase, limit, kind, _ in _starts().get(head[:3], ()):
        if len(low) <= limit and head.startswith(phrase):
            return kind
    limits, rows = _insides()
    for phrase, kind in rows[bisect_left(limits, len(low))] if len(low) <= limits[-1] else ():
        if phrase in low and not (kind == "promo" and _is_prose(low)):
            return kind
    return None


@cache
def _insides() -> tuple[tuple[int, ...], tuple[tuple[tuple[str, BlockKind], ...], ...]]:
    """Return the limits of rows for what stands inside, and for each the rows that hold up to it."""
    limits = sorted({limit for _, limit, _, _ in _phrases("inside")})
    rows = [
        tuple((phrase, kind) for phrase, most, kind, _ in _phrases("inside") if most >= limit)
        for limit in limits
    ]
    return tuple(limits), tuple(rows)


_FULL_STOP = re.compile(r"[a-z0-9][.!?][\"')\]]?\s")


def _is_prose(low: str) -> bool:
    """Tell whether sentences stand before the last one: a promo within them is cut out, not the paragraph."""
    return len(_FULL_STOP.findall(low)) > 1


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
