"""Wordings of one utterance: a participant or number changed, or other words in quotation marks."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from crosswire.model.dossier import Conflict, Side
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.conflicts import (
    Held,
    conflict,
)
from crosswire.stages.reconcile.quotes import Uttered
from crosswire.text.words import words


def quote_conflicts(held: Held) -> list[Conflict]:
    """Return utterances whose wordings change a participant or a number, or put other words in quotation marks."""
    found = []
    for quote, uttered in held.quotes:
        lead = uttered[0]
        changed: dict[str, list[Uttered]] = {}
        for variant, other in zip(quote.variants[1:], uttered[1:], strict=True):
            if variant.relation == "altered" and other.document != lead.document:
                changed.setdefault(" ".join(_plain(other.text)), []).append(other)
        same = [
            other
            for variant, other in zip(quote.variants, uttered, strict=True)
            if other is lead or variant.relation == "exact"
        ]
        for others in changed.values():
            found.append(
                conflict(
                    "quote-wording",
                    "contradiction",
                    f"What exactly did {quote.speaker.name} say?",
                    [_quote_side(same), _quote_side(others)],
                    _altered_reading(lead, others[0]),
                    "high",
                    explain=("one utterance by one party; a participant or number is changed",),
                )
            )
        wordings = _quoted_wordings(uttered)
        if len(wordings) > 1:
            found.append(
                conflict(
                    "quote-wording",
                    "framing",
                    f"In which words did {quote.speaker.name} say it?",
                    [_wording_side(found) for found in wordings],
                    "All stand in quotation marks, in other words: translations, or a loose quotation.",
                    "low",
                    explain=("one utterance, several wordings in quotation marks",),
                )
            )
    return found


_QUOTED = re.compile(r"“([^”]{12,})[”]?|\"([^\"]{12,})\"?")
SAME_WORDING = 0.5
"""Share of words in order from which two quoted pieces are wordings of one sentence."""


def _quoted_wordings(uttered: Sequence[Uttered]) -> list[list[tuple[Uttered, int, int]]]:
    """Return the pieces in quotation marks that word one sentence differently, equal ones together."""
    pieces = []
    for one in uttered:
        if one.attribution.form == "direct":
            pieces.append((one, 0, len(one.text)))
        for match in _QUOTED.finditer(one.text):
            start, end = match.span(1) if match.group(1) else match.span(2)
            pieces.append((one, start, end))
    groups_of: list[list[tuple[Uttered, int, int]]] = []
    for piece in pieces:
        words_of = _wording(piece)
        for group in groups_of:
            other = _wording(group[0])
            if " ".join(words_of) in " ".join(other) or " ".join(other) in " ".join(words_of):
                group.append(piece)
                break
        else:
            groups_of.append([piece])
    lead = groups_of[0] if groups_of else []
    return [
        group
        for group in groups_of
        if group is lead
        or (
            group[0][0].document != lead[0][0].document
            and SequenceMatcher(None, _wording(lead[0]), _wording(group[0]), autojunk=False).ratio()
            >= SAME_WORDING
        )
    ]


def _wording(piece: tuple[Uttered, int, int]) -> list[str]:
    one, start, end = piece
    return _plain(one.text[start:end])


def _wording_side(pieces: Sequence[tuple[Uttered, int, int]]) -> Side:
    return Side(
        text=pieces[0][0].text[pieces[0][1] : pieces[0][2]],
        evidence=tuple(
            Evidence(
                document=one.document,
                start=one.start + start,
                end=one.start + end,
                text=one.text[start:end],
            )
            for one, start, end in pieces
        ),
        reports=len({one.document for one, _, _ in pieces}),
        roots=tuple(sorted({one.party.id for one, _, _ in pieces})),
        documents=tuple(sorted({one.document for one, _, _ in pieces})),
    )


def _plain(text: str) -> list[str]:
    return [w.text.casefold().replace("’", "'") for w in words(text)]


def _quote_side(uttered: Sequence[Uttered]) -> Side:
    return _wording_side([(one, 0, len(one.text)) for one in uttered])


def _altered_reading(lead: Uttered, other: Uttered) -> str:
    direct = [u for u in (lead, other) if u.attribution.form == "direct"]
    if len(direct) == 1:
        return f"“{direct[0].text}” is given as the speaker's own words, the other is a paraphrase."
    return "The same sentence with another participant or number: one of the two is garbled, or they mean two things."
