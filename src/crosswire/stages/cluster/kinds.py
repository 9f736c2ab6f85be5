"""What kind of report a document is: of one event, a live page, or a round-up of several events.

A live page belongs to its event and is marked; a round-up belongs to none. Told by words of the headline
(lexicon `story_kinds`), and by the clock times that open the entries of a live page.
"""

import re
from functools import cache

from crosswire import lexicon
from crosswire.model.document import Document
from crosswire.model.story import StoryKind

STAMPED = 5
"""Blocks opened by a clock time from which a page is live."""
_STAMP = re.compile(r"\W{0,3}(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?\b")


def kind_of(document: Document) -> StoryKind:
    """Return what kind of report `document` is."""
    headline = ""
    stamped = 0
    for block in document.blocks:
        if block.kind == "headline" and not headline:
            headline = document.text[block.start : min(block.end, block.start + 300)]
        elif block.kind == "body" and block.end - block.start > 5:
            # No stamp begins with four letters, as prose mostly does.
            plain = document.text[block.start : block.start + 4].isalpha()
            stamped += not plain and _opens_with_time(document.text, block.start)
    return _of_headline(headline) or ("live" if stamped >= STAMPED else "event")


def _opens_with_time(text: str, start: int) -> bool:
    return _STAMP.match(text, start, start + 16) is not None


def _of_headline(headline: str) -> StoryKind | None:
    text = " ".join(headline.casefold().replace("’", "'").split())
    for kind, where, words in _signs():
        if words not in text:
            continue
        if where == "any" or (text.startswith(words) if where == "start" else text.endswith(words)):
            return kind
    return None


@cache
def _signs() -> tuple[tuple[StoryKind, str, str], ...]:
    return tuple(
        (row["kind"], row["where"], row["words"])  # type: ignore[misc]
        for row in lexicon.table("story_kinds")
    )
