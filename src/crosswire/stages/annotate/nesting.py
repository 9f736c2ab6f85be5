"""Attributions into chains: one whose cue lies in the content of another stands inside it."""

from collections.abc import Sequence

from msgspec.structs import replace

from crosswire.model.annotation import Attribution


def nested(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return `found` in the order of the text with ids "a1", "a2", ... and the parent of each."""
    ordered = sorted(
        found, key=lambda a: a.cue.spans[0].start if a.cue.spans else a.content.spans[0].start
    )
    numbered = [replace(a, id=f"a{n}") for n, a in enumerate(ordered, 1)]
    parents = _parents(numbered)
    return tuple(replace(a, parent=parents.get(a.id)) for a in numbered)


def _parents(attributions: list[Attribution]) -> dict[str, str]:
    """Sweep over the contents' pieces: the innermost open one that a cue falls into is the parent."""
    pieces = sorted(
        ((s.start, -s.end, a.id) for a in attributions for s in a.content.spans),
    )
    cues = sorted((a.cue.spans[0].start, a.id) for a in attributions if a.cue.spans)
    parents: dict[str, str] = {}
    open_: list[tuple[int, str]] = []
    at = 0
    for start, name in cues:
        while at < len(pieces) and pieces[at][0] <= start:
            open_.append((-pieces[at][1], pieces[at][2]))
            at += 1
        while open_ and open_[-1][0] <= start:
            open_.pop()
        holder = next((a for end, a in reversed(open_) if end > start and a != name), None)
        if holder is not None and parents.get(holder) != name:
            parents[name] = holder
    return parents
