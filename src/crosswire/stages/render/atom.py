"""What is new in a story as an Atom feed (RFC 4287): one entry a line, ids that never change, newest states first.

An entry's id is made from what it says and the words behind it, so a reader's program shows each line once however
often the feed is made.
"""

import re
import uuid
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from crosswire import __version__
from crosswire.model.change import Change, Changes
from crosswire.stages.render.changes import HEADINGS, called, said
from crosswire.stages.render.clean import address, line

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://crosswire/changes/1")
EPOCH = "1970-01-01T00:00:00Z"
"""The time of a state that has none: that of a dossier compared outside a workspace, of undated reports."""


def render_atom(states: Sequence[Changes], *, url: str | None = None) -> bytes:
    """Return the feed of a story's changes; `url` is where it will be read from, if that is known."""
    newest = sorted(states, key=lambda c: (c.until.at or "", c.until.revision or 0), reverse=True)
    seen: set[str] = set()
    entries = []
    for changes in newest:
        for change in changes.changes:
            if change.id not in seen:
                seen.add(change.id)
                entries.append(_entry(change, changes))
    story = newest[0].story if newest else None
    name = story.title if story else "No story"
    updated = _time(newest[0].until.at if newest else None)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_id(story.id if story else '')}</id>",
        f"<title>{_text(name)}</title>",
        "<subtitle>What is new in this story, every line with the words behind it</subtitle>",
        f"<updated>{updated}</updated>",
        "<author><name>Crosswire</name></author>",
        f"<generator version={quoteattr(__version__)}>Crosswire</generator>",
    ]
    if (place := address(url)) is not None:
        lines.append(f'<link rel="self" type="application/atom+xml" href={quoteattr(place)}/>')
    return "\n".join([*lines, *entries, "</feed>", ""]).encode()


def _entry(change: Change, changes: Changes) -> str:
    reports = {r.id: r for r in changes.reports}
    words = []
    for passage in change.evidence:
        source = called(reports.get(passage.document), passage.document)
        words.append(f"“{line(passage.text)}” — {source}")
    for passage in change.was:
        source = called(reports.get(passage.document), passage.document)
        words.append(f"before: “{line(passage.text)}” — {source}")
    links = [
        f'<link rel="related" href={quoteattr(place)}/>'
        for name in change.documents
        if name in reports and (place := address(reports[name].url)) is not None
    ]
    heading = HEADINGS[change.kind]
    return "\n".join(
        [
            "<entry>",
            f"<id>{_id(changes.story.id, change.id)}</id>",
            f"<title>{_text(f'{heading}: {said(change)}')}</title>",
            f"<updated>{_time(changes.until.at)}</updated>",
            f"<category term={quoteattr(change.kind)} label={quoteattr(heading)}/>",
            *dict.fromkeys(links),
            f'<content type="text">{_text(chr(10).join(words), lines=True)}</content>',
            "</entry>",
        ]
    )


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, chr(31).join(parts))}"


def _time(at: str | None) -> str:
    """Return a date-time of RFC 3339; a day alone begins at midnight UTC."""
    given = at or EPOCH
    if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
        return f"{given}T00:00:00Z"
    found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", given)
    return f"{found[1]}{found[2] or ':00'}{found[3] or 'Z'}" if found else EPOCH


def _text(text: str, *, lines: bool = False) -> str:
    given = "\n".join(line(part) for part in text.split("\n")) if lines else line(text)
    return escape(_NOT_XML.sub("\ufffd", given))
