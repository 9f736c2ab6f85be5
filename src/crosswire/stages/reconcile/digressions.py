"""Where a report turns to another story: its closing paragraphs about other people, places and bodies.

Agencies end a report with "Meanwhile, ..." and a second event. Such a stretch makes no claim of this story.
It is told by two signs together: a word of turning at its first sentence, and names of which hardly any
stand in the report before it.
"""

import re
from collections.abc import Mapping

from crosswire.model.annotation import Annotations
from crosswire.model.span import Span

_TURN = re.compile(
    r"(?:Meanwhile|Elsewhere|In other news|In another|In a separate|Separately|Also on)\b"
)
NEW_NAMES = 3
"""Names that must be new in the stretch for it to be about something else."""
KNOWN_SHARE = 0.2
"""Share of the stretch's names that may stand before it."""


def digression(annotations: Annotations, who: Mapping[str, str]) -> Span | None:
    """Return the stretch to the report's end that tells of something else, or None."""
    text = annotations.text
    mentions = [m for m in annotations.mentions if m.form != "pronoun" and m.entity in who]
    for block in annotations.blocks:
        if block.kind != "body" or not _TURN.match(text, block.start):
            continue
        before = {who[m.entity] for m in mentions if m.start < block.start}
        after = {who[m.entity] for m in mentions if m.start >= block.start}
        if len(after - before) >= NEW_NAMES and len(after & before) <= KNOWN_SHARE * len(after):
            return Span(start=block.start, end=len(text), text=text[block.start :])
    return None
