"""What is to come as iCalendar (RFC 5545): a dated expectation is an all-day event, tentative and transparent.

It takes the days it is said for (a month, a week), never fewer; one without a date that a calendar can hold is a
to-do without one. `SUMMARY` begins with who says so. UIDs are made from content, so a new import updates.
"""

from collections.abc import Iterable, Iterator

from crosswire.model.dossier import Dossier, Expectation
from crosswire.stages.render import wording
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.formats.identity import moment, uuid_of
from crosswire.stages.render.formats.precision import days
from crosswire.stages.render.index import Index, index, numbered

OCTETS = 75
"""Longest line, without its end; longer ones are folded."""


def render_ical(dossier: Dossier) -> str:
    """Return the expectations of `dossier` as a calendar; lines end with CRLF."""
    book = index(dossier)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Crosswire//Expectations//EN",
        f"NAME:{_text(dossier.story.title)}",
        f"X-WR-CALNAME:{_text(dossier.story.title)}",
        f"DESCRIPTION:{_text('Expectations as reported. ' + wording.RULE)}",
    ]
    met: dict[tuple[str, str], int] = {}
    for item in dossier.expectations:
        key = (item.text, item.by or "")
        met[key] = met.get(key, 0) + 1
        lines += _entry(book, item, met[key])
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for one in lines for folded in _folded(one))


def _entry(book: Index, item: Expectation, number: int) -> Iterator[str]:
    """Yield the lines of an expectation; `number` tells apart those of the same words."""
    story = book.dossier.story
    when = days(item.due)
    kind = "VEVENT" if when else "VTODO"
    yield f"BEGIN:{kind}"
    yield f"UID:{uuid_of('expectation', story.id, item.text, item.by or '', number)}"
    yield f"DTSTAMP:{_stamp(moment(story.last_published_at, story.revision))}"
    yield f"SEQUENCE:{max(0, story.revision - 1)}"
    if when:
        first, after = when
        yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
        yield "STATUS:TENTATIVE"
    else:
        yield "STATUS:NEEDS-ACTION"
    held = wording.stance_of("expected", [item.by] if item.by else [])
    yield f"SUMMARY:{_text(f'{held}: {line(item.text)}')}"
    yield f"DESCRIPTION:{_text(_description(book, item))}"
    url = next(
        (found for d in _documents(book, item) if (found := address(book.documents[d].url))), None
    )
    if url and url.isascii():
        yield f"URL:{url}"
    yield f"END:{kind}"


def _documents(book: Index, item: Expectation) -> list[str]:
    return [d for d in book.documents if any(e.document == d for e in item.evidence)]


def _description(book: Index, item: Expectation) -> str:
    """Return who says so, when it is due in the words of the dossier, and the passages."""
    lines = [
        f"According to {item.by}." if item.by else "Nobody is named as the source.",
        f"Due {wording.day(item.due)}." if item.due else "No date is given.",
    ]
    for found in dict.fromkeys(item.evidence):
        where = numbered(book, found.document) if found.document in book.numbers else found.document
        lines.append(f"{where}, characters {found.start} to {found.end}: “{line(found.text)}”")
    return "\n".join(lines)


def _stamp(time: str) -> str:
    return time[:19].replace("-", "").replace(":", "") + "Z"


def _text(value: str) -> str:
    """Return a TEXT value: on as many lines as it has, each made safe."""
    safe = "\n".join(line(part) for part in value.split("\n"))
    return safe.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(text: str) -> Iterable[str]:
    """Yield `text` in lines of at most 75 octets, no code point cut, all but the first led by a blank."""
    piece, size = "", 0
    for letter in text:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > OCTETS:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece
