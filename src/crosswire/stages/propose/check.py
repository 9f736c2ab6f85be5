"""Drafts to proposals: each kind has its checks; what fails is refused with every reason, what passes has evidence."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from crosswire import lexicon
from crosswire.model.dossier import Claim, Dossier, Relation
from crosswire.model.proposal import Draft, Proposal, ProposalKind, Proposer
from crosswire.model.record import content_id
from crosswire.model.span import Evidence
from crosswire.stages.propose.sentence import against
from crosswire.stages.propose.tokens import Token, is_number, mixed, strange, tokens
from crosswire.stages.propose.translation import against_translation

LONGEST = 600
"""Code points of a proposal."""
CITES = 8
_SENTENCE = re.compile(r"(?<=[.!?][”\"]) +(?=\S)|(?<=[.!?]) +(?=[“\"A-Z])")

Verdict = tuple[list[str], list[str], tuple[Evidence, ...]]
"""Reasons against, ids of the claims it stands on, and their words."""


class Ground:
    """A dossier as checks look things up in it."""

    def __init__(self, dossier: Dossier, kinds: Sequence[str], language: str | None) -> None:
        self.kinds, self.language = kinds, language
        self.claims: dict[str, Claim] = {c.id: c for p in dossier.points for c in p.claims}
        self.points = {c.id: p.id for p in dossier.points for c in p.claims}
        self.targets: dict[str, tuple[str, tuple[Evidence, ...]]] = {
            f.id: (
                f.question,
                tuple(
                    Evidence(document=m.document, start=m.start, end=m.end, text=m.text)
                    for m in f.mentions
                ),
            )
            for f in dossier.figures
        }
        for conflict in dossier.conflicts:
            words = tuple(e for side in conflict.sides for e in side.evidence)
            self.targets[conflict.id] = conflict.question, words
        self.names = frozenset(
            t for e in dossier.entities for t in e.name.split() if t[:1].isupper()
        )


def checked(
    drafts: Sequence[Draft],
    dossier: Dossier,
    producer: Proposer,
    *,
    kinds: Sequence[str] = tuple(get_args(ProposalKind)),
    language: str | None = None,
) -> tuple[Proposal, ...]:
    """Return a proposal for each draft, in order, kept or refused; the same draft twice is one.

    `kinds` and `language` are what was asked for: nothing else is kept.
    """
    ground = Ground(dossier, kinds, language)
    found = {p.id: p for p in (_proposal(d, ground, producer) for d in drafts)}
    return tuple(found.values())


def _proposal(draft: Draft, ground: Ground, producer: Proposer) -> Proposal:
    check = _CHECKS.get(draft.kind)
    reasons, claims = _shape(draft, ground), list(draft.cites)
    evidence: tuple[Evidence, ...] = ()
    if check is None:
        reasons = [f"a proposal of kind “{draft.kind[:40]}”; expected one of {', '.join(_CHECKS)}"]
    elif not reasons:
        reasons, claims, evidence = check(draft, ground)
    kept = not reasons
    return Proposal(
        id=content_id("o", draft.kind, draft.text, draft.cites, draft.target, draft.relation, draft.language),
        kind=draft.kind[:40],
        state="kept" if kept else "refused",
        text=draft.text[:LONGEST],
        claims=tuple(claims) if kept else (),
        points=tuple(dict.fromkeys(ground.points[c] for c in claims)) if kept else (),
        target=draft.target if kept else None,
        relation=draft.relation if kept else None,
        language=draft.language if kept else None,
        evidence=evidence if kept else (),
        reasons=tuple(dict.fromkeys(reasons)),
        producer=producer,
    )  # fmt: skip


def _shape(draft: Draft, ground: Ground) -> list[str]:
    """Return what is wrong with a draft before its words are looked at."""
    unknown = [c for c in draft.cites if c not in ground.claims]
    found = []
    if draft.kind in _CHECKS and draft.kind not in ground.kinds:
        found.append(f"a {draft.kind} was not asked for")
    if draft.kind == "translation" and ground.language not in (None, draft.language):
        found.append(f"a translation into “{(draft.language or '')[:20]}” was not asked for")
    if unknown:
        found.append(f"it cites “{unknown[0][:40]}”, which is no claim of this story")
    if len(draft.cites) > CITES:
        found.append(f"it cites {len(draft.cites)} claims; at most {CITES}")
    if draft.kind != "link" and not draft.text.strip():
        found.append("it has no text")
    if len(draft.text) > LONGEST:
        found.append(f"it has {len(draft.text)} characters; at most {LONGEST}")
    if draft.kind != "question" and not draft.cites:
        found.append("it cites nothing")
    return found


def _lede(draft: Draft, ground: Ground) -> Verdict:
    """Each sentence must be carried by one of the claims that are cited."""
    reasons: list[str] = []
    used: list[str] = []
    for sentence in _SENTENCE.split(draft.text.strip()):
        if sentence.endswith("?"):
            reasons.append("a lede asks nothing")
        tried = {name: against(sentence, ground.claims[name]) for name in draft.cites}
        best = min(tried, key=lambda name: (len(tried[name]), name))
        reasons += tried[best]
        used.append(best)
    return reasons, used, _words_of(used, ground)


def _words_of(claims: Sequence[str], ground: Ground) -> tuple[Evidence, ...]:
    found = [e for name in claims for e in _spans(ground.claims[name])]
    return tuple(dict.fromkeys(found))


def _spans(claim: Claim) -> list[Evidence]:
    return [claim.evidence, *(link.evidence for link in claim.attribution)]


def _link(draft: Draft, ground: Ground) -> Verdict:
    """Two claims of two points, with words in common and nothing that speaks against the relation."""
    if draft.relation not in get_args(Relation):
        return (
            [f"the relation “{draft.relation}”; expected one of {', '.join(get_args(Relation))}"],
            [],
            (),
        )
    if len(draft.cites) != 2 or draft.cites[0] == draft.cites[1]:
        return ["a link cites two different claims"], [], ()
    if draft.text.strip():
        return ["a link has no words of its own"], [], ()
    one, other = (ground.claims[name] for name in draft.cites)
    reasons = []
    if ground.points[one.id] == ground.points[other.id]:
        reasons.append("the two claims stand in one point already")
    here, there = tokens(one.evidence.text), tokens(other.evidence.text)
    if len(_content(here) & _content(there)) < 2:
        reasons.append("the words of the two claims have too little in common")
    numbers = [{t.key for t in side if is_number(t)} for side in (here, there)]
    signs = [sum(t.kind == "negation" for t in side) % 2 for side in (here, there)]
    apart = bool(numbers[0] ^ numbers[1]) or signs[0] != signs[1] or one.status != other.status
    if draft.relation == "same" and apart:
        reasons.append(
            "the two differ in a number, a negation or their status: they are not the same"
        )
    if draft.relation == "entails" and (
        numbers[1] - numbers[0] or signs[0] != signs[1] or one.status != other.status
    ):
        reasons.append(
            "the second has a number, a negation or a status that the first does not have"
        )
    if draft.relation == "contradicts" and not (
        (numbers[0] - numbers[1] and numbers[1] - numbers[0]) or signs[0] != signs[1]
    ):
        reasons.append("neither a number nor a negation sets the two against each other")
    return reasons, list(draft.cites), _words_of(draft.cites, ground)


def _content(found: Sequence[Token]) -> set[str]:
    stop = lexicon.words("stop_words")
    return {t.key for t in found if not t.kind and t.key not in stop and not is_number(t)}


def _question(draft: Draft, ground: Ground) -> Verdict:
    """A question about a figure or a conflict, in the words behind it, that gives nothing away."""
    if draft.target not in ground.targets:
        return [f"its target “{draft.target}” is no figure or conflict of this story"], [], ()
    if draft.cites:
        return ["a question cites nothing but its target"], [], ()
    old, spans = ground.targets[draft.target]
    behind = " ".join([old, *(e.text for e in spans)])
    odd = strange(draft.text) or (
        f"“{w}” mixes scripts" if (w := mixed(draft.text, behind)) else None
    )
    if odd:
        return [odd], [], ()
    reasons = []
    if not draft.text.endswith("?") or draft.text.count("?") > 1 or len(draft.text) > 200:
        reasons.append("a question is one sentence that ends with “?”")
    asked = tokens(old)
    known = {t.key for t in asked}
    for token in tokens(draft.text):
        if is_number(token) and token.key not in known:
            reasons.append(f"the number “{token.text}” gives an answer away")
        elif token.kind in ("negation", "hedge") and token.key not in known:
            reasons.append(f"“{token.text}” is not in the question as it was")
        elif token.kind not in ("ask", "free") and token.key not in known | {
            t.key for t in tokens(behind)
        }:
            reasons.append(f"“{token.text}” stands nowhere in the words behind it")
    missing = _content(asked) - _content(tokens(draft.text))
    if len(missing) > len(_content(asked)) / 2:
        reasons.append(f"it no longer asks about “{min(missing)}”")
    return reasons, [], spans


def _translation(draft: Draft, ground: Ground) -> Verdict:
    """A claim in another language, as far as that can be checked without knowing it."""
    if len(draft.cites) != 1:
        return ["a translation cites the one claim that it translates"], [], ()
    claim = ground.claims[draft.cites[0]]
    reasons = against_translation(draft.text, claim, draft.language or "", ground.names)
    return reasons, list(draft.cites), _words_of(draft.cites, ground)


_CHECKS: Mapping[str, Callable[[Draft, Ground], Verdict]] = {
    "lede": _lede,
    "link": _link,
    "question": _question,
    "translation": _translation,
}
