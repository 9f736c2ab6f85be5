"""Stories under lasting ids: what a story is called stays, whatever joins it, leaves it, is merged or split.

An id is made of its founder, the report that a story began with, and goes with it. One that is gone leads to where its
reports are, and comes back when they are a story of their own again.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from crosswire.model.story import Story


def apart(found: Iterable[Story], before: Mapping[str, Story]) -> list[str]:
    """Return the ids of the stories of `before` whose documents stand in several of `found`."""
    home = {name: old.id for old in before.values() for name in old.documents}
    parts: dict[str, int] = {}
    for story in found:
        for old in {home[name] for name in story.documents if name in home}:
            parts[old] = parts.get(old, 0) + 1
    return sorted(old for old, count in parts.items() if count > 1)


def with_lasting_ids(
    found: Iterable[Story],
    before: Mapping[str, Story],
    reserved: Iterable[str] = (),
    founded: Mapping[str, str] = MappingProxyType({}),
) -> tuple[tuple[Story, ...], dict[str, str]]:
    """Return the stories under the ids their documents had before, and the heirs of ids that are gone.

    An old id goes to the story whose founder gave it, else to the one with the old founder (its first document
    then), else to the one with most of its documents. A story that gets none has the former id that one of its reports
    `founded`, else the id its founder gives it, if that is not `reserved` for another. `founded` has the documents
    that former ids are made of: those that no story takes lead to where their founder is.
    """
    home = {name: old.id for old in before.values() for name in old.documents}
    settled = sorted(found, key=lambda s: (-len(s.documents), s.id))
    claims: list[tuple[bool, bool, int, str, str]] = []
    for story in settled:
        shared: dict[str, int] = {}
        for name in story.documents:
            if name in home:
                shared[home[name]] = shared.get(home[name], 0) + 1
        members = set(story.documents)
        claims += [
            (story.id != old, before[old].documents[0] not in members, -count, old, story.id)
            for old, count in shared.items()
        ]
    taken = set(reserved)
    names: dict[str, str] = {}
    for *_, old, name in sorted(claims):
        if old not in taken and name not in names:
            names[name] = old
            taken.add(old)
    back = {document: old for old, document in sorted(founded.items())}
    for story in settled:
        if story.id not in names:
            own = (back[name] for name in story.documents if name in back)
            name = next((old for old in own if old not in taken), story.id)
            while name in taken:
                name += "x"
            names[story.id] = name
            taken.add(name)
    where = {name: names[story.id] for story in settled for name in story.documents}
    led = {old: where[name] for old, name in founded.items() if name in where and old not in taken}
    return (
        tuple(sorted((_renamed(story, names) for story in settled), key=lambda s: s.id)),
        {**_heirs(settled, names, before, home), **led},
    )


def _heirs(
    settled: Sequence[Story],
    names: Mapping[str, str],
    before: Mapping[str, Story],
    home: Mapping[str, str],
) -> dict[str, str]:
    """Return, of each id that is gone, the story that has most of its documents; none, where all are gone."""
    kept = set(names.values())
    shares: dict[str, dict[str, int]] = {}
    for story in settled:
        for name in story.documents:
            old = home.get(name)
            if old is not None and old not in kept:
                counts = shares.setdefault(old, {})
                counts[names[story.id]] = counts.get(names[story.id], 0) + 1
    return {
        old: max(counts, key=lambda name: (counts[name], name))
        for old, counts in sorted(shares.items())
    }


def _renamed(story: Story, names: Mapping[str, str]) -> Story:
    return replace(
        story,
        id=names[story.id],
        members=tuple(replace(m, story=names[story.id]) for m in story.members),
        links=tuple(replace(link, story=names.get(link.story, link.story)) for link in story.links),
    )
