"""What a worker does with a workspace, by name: the verbs that read with the parser, and those that write.

Each takes the workspace, what to tell progress to, and plain arguments; what it gives back can be sent between
processes.
"""

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crosswire.errors import SourceError, UsageError
from crosswire.model.codec import to_json
from crosswire.model.dossier import Dossier
from crosswire.pipeline.run import producer
from crosswire.stages.render.table import described, known, render
from crosswire.web.worker import Told
from crosswire.workspace import Workspace

PACKED_FROM = 1024
"""Bytes from which an answer is packed."""
KEPT = 8
"""Dossiers that the process keeps at hand: the same one is asked for in several formats."""
READ_AT_ONCE = 12
"""Reports read ahead before a request that waits gets its turn."""
WRITING = (
    "add", "remove", "merge", "split", "confirm", "reject", "note", "undo", "mark_seen", "forget_feed",
)  # fmt: skip
"""Verbs of the workspace that change it."""
READING = ("why", "diff", "changes", "versions", "verify")
"""Verbs of the workspace that may need the parser."""
WITH_PARSER = ("confirm", "reject", "mark_seen")
"""Those among the writing ones that may need it, too: one process alone loads it."""


class Content(NamedTuple):
    """An answer's body, as it is and packed (None where that gains nothing), and what it is."""

    body: bytes
    packed: bytes | None
    media_type: str
    suffix: str
    etag: str


def content(body: bytes, media_type: str, suffix: str = "") -> Content:
    """Return `body` with the hash that stands for it, packed where that is worth it."""
    worth = len(body) >= PACKED_FROM and not media_type.endswith(("zip", "pdf", "parquet"))
    return Content(
        body,
        gzip.compress(body, 6, mtime=0) if worth else None,
        media_type,
        suffix,
        hashlib.sha256(body).hexdigest()[:32],
    )


_at_hand: "OrderedDict[tuple[str, str], Dossier]" = OrderedDict()


def _dossier(workspace: Workspace, told: Told, story: str, state: str) -> Dossier:
    found = _at_hand.get((story, state))
    if found is None:
        found = workspace.dossier(story, progress=told)
        _at_hand[story, state] = found
        while len(_at_hand) > KEPT:
            _at_hand.popitem(last=False)
    _at_hand.move_to_end((story, state))
    return found


def dossier(workspace: Workspace, told: Told, *, story: str, state: str, format: str) -> Content:
    """Return the dossier of a story in a format; `record` is the JSON of the records, without blanks."""
    found = _dossier(workspace, told, story, state)
    if format == "record":
        return content(to_json(found), "application/json")
    kind = described(format)
    documents = (
        tuple(map(workspace.document, (d.id for d in found.documents))) if kind.whole else ()
    )
    made = render(found, known(format), documents)
    body = made.encode("utf-8", "replace") if isinstance(made, str) else made
    return content(body, kind.media_type, kind.suffix)


def verb(
    workspace: Workspace, told: Told, *, name: str, given: list[Any], named: dict[str, Any]
) -> Any:
    """Return what a verb of the workspace gives."""
    if name not in WRITING and name not in READING:
        raise UsageError(f"no verb {name!r} that a server does")
    folder = named.pop("folder", "")
    if name == "add":
        named["progress"] = told
    try:
        return getattr(workspace, name)(*given, **named)
    except SourceError as error:
        if not folder:
            raise
        raise UsageError(_without(str(error), folder)) from error


def _without(message: str, folder: str) -> str:
    """Return a message without the folder that what was sent is kept in for the while."""
    return re.sub(re.escape(folder) + r"(?:[/\\]\d+)?[/\\]", "", message)


def read_ahead(workspace: Workspace, told: Told) -> int:
    """Read some reports of stories that nobody asked for yet; return how many were read.

    The parser's code is loaded first, so that the first dossier asked for need not wait for it.
    """
    producer(workspace.settings)
    return workspace.read(limit=READ_AT_ONCE, progress=told)


JOBS: Mapping[str, Callable[..., Any]] = {
    "dossier": dossier,
    "verb": verb,
    "read_ahead": read_ahead,
}
