"""A report that comes to a large ward stands with its nearest, until the ward is settled anew.

That happens when it has grown by a part of `GROWN`, when a person decides something of it, or when one of its stories
is asked for. So a report costs the same in a crowd, and what is settled is that of settling all at once.
"""

from collections.abc import Collection, Mapping

from crosswire.model.story import Membership, Story
from crosswire.stages.cluster.ground import Listed
from crosswire.stages.cluster.settle import Ward
from crosswire.stages.cluster.wards import SURE

LARGE = 40
"""Reports from which a ward is large: below, settling it costs less than all the rest."""
GROWN = 8
"""A ward is settled anew where as large a part of it, or more, was placed and not settled."""


def placed(
    ward: Ward,
    lists: Mapping[str, Listed],
    before: Mapping[str, Story],
    waiting: Collection[str],
    settled: Collection[str],
) -> list[Membership] | None:
    """Return where the new reports of a ward stand for now; None where it is to be settled.

    `lists` are those of the new reports, `before` the stories that were there, `waiting` reports of the ward that
    were placed already, `settled` those whose wards are to be settled in any case.
    """
    names = {item.id for item in ward.items}
    home = {name: story for story in before.values() for name in story.documents if name in names}
    new = [item for item in ward.items if item.id not in home]
    if len(names) < LARGE or ward.parts or GROWN * (len(new) + len(waiting)) >= len(names):
        return None
    if not new or not names.isdisjoint(settled) or not all(item.id in lists for item in new):
        return None
    if not _is_one(before, home):
        return None
    found = []
    for item in new:
        near = next((n for n, value in lists[item.id] if n in home and value >= SURE), None)
        if near is None:
            return None
        story = home[near].id
        found.append(Membership(document=item.id, story=story, nearest=near, kind=item.kind))
    return found


def _is_one(before: Mapping[str, Story], home: Mapping[str, Story]) -> bool:
    """Tell whether the reports that were there are all of one ward as it was settled last."""
    sagas = {story.saga or story.id for story in home.values()}
    whole = sum(len(s.documents) for s in before.values() if (s.saga or s.id) in sagas)
    return len(sagas) == 1 and whole == len(home)
