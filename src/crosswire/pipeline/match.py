"""A reader's text against the workspace: which claims of which reports its sentences are like.

The rarest words of the text lead to reports, these to stories, and each sentence is held against their claims by
the cosine of weighted words. Likeness is no verdict: numbers that only one side has are named beside it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from crosswire import lexicon
from crosswire.errors import UsageError
from crosswire.model.dossier import Claim, Dossier, Point
from crosswire.model.matching import MatchedSentence, Matching, MetClaim
from crosswire.model.span import Span, cut
from crosswire.text.folding import fold
from crosswire.text.tfidf import Rarity, Vector, vector
from crosswire.text.words import words

if TYPE_CHECKING:
    from crosswire.store.base import View

LONGEST = 20_000
"""Code points of a text that is matched."""
LIKE = 0.4
"""Cosine from which a sentence is like a claim."""
SENTENCES, TERMS, REPORTS, STORIES, CLAIMS = 60, 24, 50, 3, 5
"""Sentences looked at, words that lead to reports, reports a word leads to, stories, claims a sentence."""
_SENTENCE = re.compile(r"[^\s.!?…][^\n]*?(?:[.!?…]+[\"”’')\]]*(?=\s|$)|(?=\n)|$)")


def match_text(
    view: "View", text: str, dossier: Callable[[str], Dossier], story: str | None = None
) -> Matching:
    """Return the claims that the sentences of `text` are like, in one story or in those its words lead to.

    Raises UsageError for a text without words, and for one of more than LONGEST code points.
    """
    if len(text) > LONGEST:
        raise UsageError(
            f"a text of {len(text)} characters; give at most {LONGEST}, a part at a time"
        )
    sentences = list(_sentences(text))[:SENTENCES]
    if not sentences:
        raise UsageError("a text without a sentence; give the words to look for")
    rarity = Rarity()
    stories = (story,) if story else _stories(view, [s.text for s in sentences], rarity)
    claims = [(n, p, c) for n in stories for p in dossier(n).points for c in p.claims]
    vectors = [vector(_terms(c.evidence.text), rarity) for _, _, c in claims]
    met = [
        MatchedSentence(span=span, claims=found)
        for span in sentences
        if (found := _met(span, claims, vectors, rarity))
    ]
    return Matching(sentences=tuple(met), stories=stories, unmet=len(sentences) - len(met))


def _sentences(text: str) -> Iterator[Span]:
    for found in _SENTENCE.finditer(text):
        span = cut(text, found.start(), found.end())
        if _terms(span.text):
            yield span


def _terms(text: str) -> Counter[str]:
    stop = lexicon.words("stop_words")
    return Counter(fold(w.text) for w in words(text) if w.text.casefold() not in stop)


def _stories(view: "View", sentences: Sequence[str], rarity: Rarity) -> tuple[str, ...]:
    """Return the stories whose reports hold most of the rarest words."""
    stop = lexicon.words("stop_words")
    written = {fold(w.text): w.text for s in sentences for w in words(s)}
    rare = sorted(
        (t for t, w in written.items() if w.casefold() not in stop),
        key=lambda t: (-rarity.of(t), t),
    )
    scores: dict[str, float] = defaultdict(float)
    held: Counter[str] = Counter()
    for term in rare[:TERMS]:
        for name in view.search(written[term], REPORTS):
            scores[name] += rarity.of(term)
            held[name] += 1
    homes = view.homes([name for name, number in held.items() if number > 1 or len(rare) == 1])
    best: dict[str, float] = defaultdict(float)
    for name, home in homes.items():
        best[home] = max(best[home], scores[name])
    return tuple(sorted(best, key=lambda s: (-best[s], s))[:STORIES])


def _met(
    span: Span,
    claims: Sequence[tuple[str, Point, Claim]],
    vectors: Sequence[Vector],
    rarity: Rarity,
) -> tuple[MetClaim, ...]:
    own = vector(_terms(span.text), rarity)
    if not own:
        return ()
    plain = _plain(span.text)
    found = []
    for (story, point, claim), other in zip(claims, vectors, strict=True):
        likeness = sum(weight * other.get(term, 0.0) for term, weight in own.items())
        theirs = _plain(claim.evidence.text)
        verbatim = len(other) > 2 and (theirs in plain or (len(own) > 2 and plain in theirs))
        if likeness < LIKE and not verbatim:
            continue
        here, there = _numbers(span.text), _numbers(claim.evidence.text)
        found.append(
            MetClaim(
                story=story,
                point=point.id,
                claim=claim.id,
                verdict=point.verdict,
                status=claim.status,
                likeness=round(min(1.0, likeness), 3),
                verbatim=verbatim,
                evidence=claim.evidence,
                numbers_here=tuple(sorted(here - there)),
                numbers_there=tuple(sorted(there - here)),
            )
        )
    found.sort(key=lambda m: (not m.verbatim, -m.likeness, m.claim))
    return tuple(found[:CLAIMS])


def _plain(text: str) -> str:
    return f" {' '.join(fold(w.text) for w in words(text))} "


def _numbers(text: str) -> set[str]:
    return {t for w in words(text) if (t := fold(w.text))[:1].isdigit()}
