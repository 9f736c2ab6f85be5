"""What a person decides: checked against what is there, kept with who and when, undone on request.

Each function writes one act in the caller's transaction and lets the documents it speaks of wait for a settling, so
that a process killed in between leaves nothing half done: the next settling honours the act.
"""

import getpass
import re

from msgspec.structs import replace

from crosswire.errors import NotFoundError, UsageError
from crosswire.model.act import Act, ActKind, Judged
from crosswire.model.dossier import Claim, Dossier
from crosswire.model.span import Evidence
from crosswire.model.story import Story
from crosswire.pipeline.naming import story_named
from crosswire.store.base import View, Writer

MOST_WORDS = 10_000
"""Code points of a note."""
_ID = re.compile(r"[a-z][0-9a-f]{10}x*")
"""What a story, or anything of a dossier, is called."""
JUDGED: tuple[Judged, ...] = ("alignment", "alias", "root")


def person(who: str | None) -> str:
    """Return who acts: as given, else the name of the machine's user, else `somebody`."""
    if who is not None and who.strip():
        return who.strip()[:200]
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "somebody"


def merge(writer: Writer, one: str, other: str, who: str) -> Act:
    """Keep that two stories are one; raises UsageError if they are already, NotFoundError for an unknown one."""
    first, second = _story(writer.view, one), _story(writer.view, other)
    if first.id == second.id:
        raise UsageError(f"{one} and {other} are one story already ({first.id})")
    return _keep(writer, "merge", who, documents=first.documents, others=second.documents)


def split(writer: Writer, story: str, documents: tuple[str, ...], who: str) -> Act:
    """Keep that some reports of a story are a story of their own; raises UsageError if they are none or all of it."""
    whole = _story(writer.view, story)
    strangers = [name for name in documents if name not in whole.documents]
    if strangers:
        raise UsageError(
            f"story {whole.id} does not hold {', '.join(strangers)}; it holds {', '.join(whole.documents)}"
        )
    rest = tuple(name for name in whole.documents if name not in documents)
    if not documents or not rest:
        raise UsageError(
            f"name some of the {len(whole.documents)} reports of story {whole.id}, and not all of them"
        )
    return _keep(writer, "split", who, documents=tuple(sorted(set(documents))), others=rest)


def note(writer: Writer, name: str, text: str, who: str) -> Act:
    """Keep a remark on anything that has an id; raises UsageError for one that is empty or longer than `MOST_WORDS`.

    What is neither a report nor of the form of an id must begin that of a story, else NotFoundError is raised.
    """
    if not name.strip() or not text.strip() or len(text) > MOST_WORDS:
        raise UsageError(f"a note needs an id and 1 to {MOST_WORDS} characters of text")
    about = writer.view.known([name])
    if not about and not _ID.fullmatch(name):
        name = story_named(writer.view, name)
    return _keep(writer, "note", who, names=(name,), documents=tuple(about), text=text.strip())


def judge(
    writer: Writer, kind: ActKind, about: Judged, names: tuple[str, ...], dossier: Dossier, who: str
) -> Act:
    """Keep that something in a dossier is so (`confirm`) or not (`reject`), with the words it was said of.

    An alignment names two claims (or a claim and a point: its first claim of another report), an alias two names
    of one entity, a root a claim and the name of a root. Raises NotFoundError for what the dossier does not hold.
    """
    if about not in JUDGED or len(names) != 2:
        raise UsageError(f"{kind} takes one of {', '.join(JUDGED)}, and two ids or names")
    finder = {"alignment": _aligned, "alias": _aliases, "root": _rooted}[about]
    found, evidence = finder(dossier, *names)
    return _keep(writer, kind, who, about=about, names=found, evidence=evidence)


def undo(writer: Writer, name: str, who: str) -> Act:
    """Undo an act; it stays listed as undone. Raises NotFoundError for an unknown one, UsageError if it is undone."""
    act = writer.view.act(name)
    if act is None:
        raise NotFoundError(f"no act {name!r}; `crosswire acts` lists them")
    if not act.stands:
        raise UsageError(f"{name} was undone already, by {act.undone_by} at {act.undone_at}")
    undone = replace(act, undone_at=writer.now(), undone_by=who)
    writer.change_act(undone)
    if act.kind in ("merge", "split"):
        writer.unsettle((*act.documents, *act.others))
    return undone


def _story(view: View, name: str) -> Story:
    story = view.story(story_named(view, name))
    if story is None:
        raise NotFoundError(f"no story {name!r}; `crosswire stories` lists them")
    return story


def _keep(
    writer: Writer,
    kind: ActKind,
    who: str,
    *,
    about: Judged | None = None,
    names: tuple[str, ...] = (),
    documents: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    text: str | None = None,
) -> Act:
    act = writer.put_act(
        Act(
            id="",
            number=0,
            at="",
            who=who,
            kind=kind,
            about=about,
            names=names,
            documents=documents,
            others=others,
            evidence=evidence,
            text=text,
        )
    )
    if kind in ("merge", "split"):
        writer.unsettle((*documents, *others))
    return act


# ---------------------------------------------------------------- what a judgement names

_Found = tuple[tuple[str, ...], tuple[Evidence, ...]]


def _claims(dossier: Dossier) -> dict[str, Claim]:
    return {claim.id: claim for point in dossier.points for claim in point.claims}


def _aligned(dossier: Dossier, one: str, other: str) -> _Found:
    claims = _claims(dossier)
    for name, fellow in ((one, other), (other, one)):
        point = next((p for p in dossier.points if p.id == name), None)
        mine = claims.get(fellow)
        if point is not None and mine is not None:
            theirs = [c for c in point.claims if c.document != mine.document] or [
                c for c in point.claims if c.id != mine.id
            ]
            if not theirs:
                raise UsageError(f"point {name} holds no other claim than {fellow}")
            return (mine.id, theirs[0].id), (mine.evidence, theirs[0].evidence)
    found = [_one_of(claims, name, "claim") for name in (one, other)]
    if one == other:
        raise UsageError(f"{one} is one claim; name two")
    return tuple(claim.id for claim in found), tuple(claim.evidence for claim in found)


def _one_of(claims: dict[str, Claim], name: str, kind: str) -> Claim:
    if name not in claims:
        raise NotFoundError(f"no {kind} {name!r} in this dossier; its JSON has the ids")
    return claims[name]


def _aliases(dossier: Dossier, one: str, other: str) -> _Found:
    named = {e.name: e for e in dossier.entities} | {
        alias.text: entity for entity in dossier.entities for alias in entity.aliases
    }
    for name in (one, other):
        if name not in named:
            raise NotFoundError(f"no entity is called {name!r} in this dossier")
    if one == other:
        raise UsageError(f"{one} is one name; give two")
    evidence = [_said(named[name].evidence, name) for name in (one, other)]
    return (one, other), tuple(e for e in evidence if e is not None)


def _said(evidence: tuple[Evidence, ...], name: str) -> Evidence | None:
    """Return the passage that has just these words, else the first."""
    return next((e for e in evidence if e.text == name), evidence[0] if evidence else None)


def _rooted(dossier: Dossier, claim: str, root: str) -> _Found:
    found = _one_of(_claims(dossier), claim, "claim")
    names = {r.name for r in dossier.provenance.roots} | {
        r.name for point in dossier.points for r in point.roots
    }
    by_id = {r.id: r.name for r in dossier.provenance.roots}
    name = by_id.get(root, root)
    if name not in names:
        raise NotFoundError(f"no root {root!r} in this dossier; its JSON has ids and names")
    return (found.id, name), (found.evidence,)
