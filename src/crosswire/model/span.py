"""Places in a text. Offsets are half-open ranges of Unicode code points in `Document.text`."""

from crosswire.model.record import Record


class Span(Record, frozen=True, kw_only=True):
    """A half-open range `[start, end)` of a document's text with its exact words."""

    start: int
    end: int
    text: str


class Evidence(Record, frozen=True, kw_only=True):
    """A span of a named document; `text` is always exactly `document.text[start:end]`."""

    document: str
    start: int
    end: int
    text: str


def cut(text: str, start: int, end: int) -> Span:
    """Return the span of `text` from `start` to `end`, without blank edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end, text=text[start:end])
