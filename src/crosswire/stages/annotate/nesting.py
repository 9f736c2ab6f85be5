"""Attributions into chains: one whose cue lies in the content of another stands inside it.

Inside a content only speech nests: "X said Y told them that ..." is a chain of two, "X said Y wants ..." is one
attribution whose content speaks of a wish, and "X said he believes ..." has one holder.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from crosswire.model.annotation import Attribution

_NESTING_RULES = frozenset(
    {
        "clause",
        "parenthetical",
        "quotation",
        "according-to",
        "inside-relative",
        "noun-clause",
        "no-answer",
        "as-clause",
        "cited",
    }
)
_PRONOUNS = frozenset("i we you he she they it".split())


def nested(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return `found` in the order of the text with ids "a1", "a2", ... and the parent of each."""
    ordered = sorted(found, key=_place)
    inside = _parents(_numbered(ordered))
    holder = {
        f"a{n}": ordered[int(inside[f"a{n}"][1:]) - 1]
        for n in range(1, len(ordered) + 1)
        if f"a{n}" in inside
    }
    kept = [
        a
        for n, a in enumerate(ordered, 1)
        if f"a{n}" not in holder
        or (_nests(a, holder[f"a{n}"]) and a.speaker != holder[f"a{n}"].speaker)
    ]
    numbered = _numbered(kept)
    parents = _parents(numbered)
    return tuple(replace(a, parent=parents.get(a.id)) for a in numbered)


def _place(attribution: Attribution) -> tuple[int, int]:
    first = (attribution.cue.spans or attribution.content.spans)[0]
    return first.start, attribution.content.spans[0].start


def _numbered(attributions: list[Attribution]) -> list[Attribution]:
    return [replace(a, id=f"a{n}") for n, a in enumerate(attributions, 1)]


def _nests(attribution: Attribution, holder: Attribution) -> bool:
    """Tell whether an attribution inside another's content is a link of a chain of its own."""
    if attribution.form == "direct" and holder.rule == "according-to":
        return True  # “…,” he said, according to the agency: the words are his
    if attribution.rule not in _NESTING_RULES:
        return False
    if not attribution.speaker.spans:  # "over claims that ...": nobody's, but no fact for that
        return attribution.rule == "noun-clause" and attribution.cue.class_ == "distancing"
    return attribution.speaker.spans[0].text.lower() not in _PRONOUNS


def _parents(attributions: list[Attribution]) -> dict[str, str]:
    """Sweep over the contents' pieces: the innermost open one that a cue falls into is the parent."""
    pieces = sorted((s.start, -s.end, a.id) for a in attributions for s in a.content.spans)
    cues = sorted((a.cue.spans[0].start, a.id) for a in attributions if a.cue.spans)
    parents: dict[str, str] = {}
    stack: list[tuple[int, str]] = []
    at = 0
    for start, name in cues:
        while at < len(pieces) and pieces[at][0] <= start:
            stack.append((-pieces[at][1], pieces[at][2]))
            at += 1
        while stack and stack[-1][0] <= start:
            stack.pop()
        holder = next((a for end, a in reversed(stack) if end > start and a != name), None)
        if holder is not None and not _stands_inside(holder, name, parents):
            parents[name] = holder
    parents.update(_citers(attributions))
    return parents


def _citers(attributions: list[Attribution]) -> dict[str, str]:
    """Return for each cited source the attribution that has the same content from whoever cites it."""
    citing = {a.content.spans: a.id for a in attributions if a.rule != "cited"}
    cited = (a for a in attributions if a.rule == "cited")
    return {a.id: citing[a.content.spans] for a in cited if a.content.spans in citing}


def _stands_inside(inner: str, outer: str, parents: dict[str, str]) -> bool:
    """Tell whether `inner` is already inside `outer`, at any depth: a chain must end."""
    for _ in range(len(parents)):
        if inner == outer or inner not in parents:
            break
        inner = parents[inner]
    return inner == outer
