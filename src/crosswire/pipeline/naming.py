"""What a person writes to the story that is meant: its id, a former id, or the beginning of one."""

from crosswire.errors import NotFoundError
from crosswire.store.base import View

SHOWN = 4
"""Ids that are named where several begin alike."""


def story_named(view: View, name: str) -> str:
    """Return the id of the story that `name` stands for; raises NotFoundError where it is none, or several."""
    found = view.story_of(name)
    if found is not None:
        return found
    starts = view.beginning(name, SHOWN + 1) if name else ()
    if len(starts) == 1:
        return starts[0]
    if not starts:
        raise NotFoundError(f"no story {name!r}; `crosswire stories` lists them")
    more = " …" if len(starts) > SHOWN else ""
    listed = ", ".join(starts[:SHOWN])
    raise NotFoundError(f"{name!r} begins several stories ({listed}{more}); give more of the id")
