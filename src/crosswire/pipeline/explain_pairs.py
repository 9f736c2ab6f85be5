"""Why two reports stand in one story, or why they do not: features, shared words, and what was missing."""

from collections.abc import Iterable

from crosswire.errors import NotFoundError, UsageError
from crosswire.model.act import Act
from crosswire.model.document import Document
from crosswire.model.story import Reason, Story
from crosswire.pipeline.explain import Explanation
from crosswire.store.base import View
from crosswire.text.languages import is_whole


def explain_pair(view: View, one: str, other: str) -> Explanation:
    """Return why two reports are together or apart; raises NotFoundError, UsageError for one and the same."""
    from crosswire.pipeline.settling import Shelf
    from crosswire.stages.cluster.across_words import across as in_words
    from crosswire.stages.cluster.pairs import pair

    left, right = _document(view, one), _document(view, other)
    if one == other:
        raise UsageError(f"{one} and {other} are one report; name two")
    homes = view.homes([one, other])
    stories = {story.id: story for story in view.stories(set(homes.values()))}
    mine, theirs = stories.get(homes.get(one, "")), stories.get(homes.get(other, ""))
    shelf = Shelf(view)
    beside = {name for ward in shelf.wards([one, other]).values() for name in ward}
    around = [kept.sketch for _, kept in sorted(shelf.kept(beside).items())]
    found = pair(left, right, around)
    if mine is not None and mine is theirs:
        text = f"{one} and {other} are in one story, {mine.id}"
        lines = [*_between(mine, one, other)]
    else:
        text = f"{one} is in story {_name(mine)}, {other} in story {_name(theirs)}"
        lines = [] if is_strange(left, right) else [*_apart(mine, theirs, found.keys, found.wanted)]
    lines += _decided(view.acts(standing=True), one, other)
    across = in_words(left, right)
    if across is not None:
        return Explanation(
            id=f"{one} {other}",
            kind="pair",
            text=text,
            because=(*lines, *across.words, *feature_lines(across.reasons)),
        )
    lines.append(f"alike by {found.likeness:.2f}, among the reports of their neighbourhood")
    lines += feature_lines(found.reasons)
    if found.words:
        lines.append(f"rarest words in both: {', '.join(found.words)}")
    return Explanation(id=f"{one} {other}", kind="pair", text=text, because=tuple(lines))


def is_strange(one: Document, other: Document) -> bool:
    """Tell whether one of two reports is in a language that is not compared by words."""
    return not (is_whole(one.language) and is_whole(other.language))


def feature_lines(reasons: Iterable[Reason]) -> list[str]:
    """Return each feature with its value, weight and share, the heaviest first."""
    return [
        f"{r.feature}: {r.value:.2f} × {r.weight:+.2f} = {r.value * r.weight:+.2f}"
        for r in sorted(reasons, key=lambda r: -abs(r.value * r.weight))
    ]


def _document(view: View, name: str) -> Document:
    found = view.document(name)
    if found is None:
        raise NotFoundError(f"no document {name!r}; `crosswire documents` lists them")
    return found


def _name(story: Story | None) -> str:
    return story.id if story else "none yet"


def _between(story: Story, one: str, other: str) -> Iterable[str]:
    """Yield by which reports the two hang together."""
    tied = {member.document: member.nearest for member in story.members}
    if other in (tied.get(one), tied.get(other)) or one in (tied.get(one), tied.get(other)):
        yield "one is the other's nearest in the story"
    else:
        yield f"nearest to {one} is {tied.get(one)}, to {other} {tied.get(other)}"


def _apart(mine: Story | None, theirs: Story | None, keys: int, wanted: int) -> Iterable[str]:
    """Yield what kept two stories apart."""
    if mine is None or theirs is None:
        return
    for story, against in ((mine, theirs), (theirs, mine)):
        if story.kind == "round-up":
            yield f"story {story.id} is a round-up of several events, which is tied to none"
        if story.near and story.near.other in against.documents:
            yield (
                f"the two stories would be alike by {story.near.likeness:.2f}; "
                f"{story.near.needed:.2f} was needed to make them one"
            )
            return
    if keys < wanted:
        yield f"never compared: they share {keys} of their rarest words, and {wanted} are needed"
    elif mine.saga and mine.saga == theirs.saga:
        yield f"two stories of one saga ({mine.saga}): each is closer in itself than to the other"
    else:
        yield "each has nearer neighbours than the other, and is not much like it"


def _decided(acts: Iterable[Act], one: str, other: str) -> Iterable[str]:
    """Yield what people decided about the two."""
    for act in acts:
        named = ({*act.documents}, {*act.others})
        if act.kind == "merge" and {one, other} <= named[0] | named[1]:
            yield f"{act.who} put them together at {act.at} (act {act.id})"
        crossed = (one in named[0] and other in named[1]) or (one in named[1] and other in named[0])
        if act.kind == "split" and crossed:
            yield f"{act.who} set them apart at {act.at} (act {act.id})"
