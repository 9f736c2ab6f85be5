"""Two reports side by side: how alike they are, feature by feature, and the rare words that they share."""

from collections.abc import Sequence

from crosswire.model.document import Document
from crosswire.model.record import Record
from crosswire.model.story import Reason
from crosswire.stages.cluster.nearest import needed
from crosswire.stages.cluster.score import Weights, cosines, crowds, reasons
from crosswire.stages.cluster.sketch import Sketch, sketch
from crosswire.text.tfidf import share_of
from crosswire.text.words import split, terms_of

SHOWN = 8
"""Shared words that are shown, the rarest first."""


class Pair(Record, frozen=True, kw_only=True):
    """How alike two reports are among those `around` them; `keys` of the `wanted` search terms are shared."""

    likeness: float
    reasons: tuple[Reason, ...]
    words: tuple[str, ...]
    keys: int
    wanted: int


def pair(one: Document, other: Document, around: Sequence[Sketch] = ()) -> Pair:
    """Return how alike two reports are, terms weighed by what is rare among those around."""
    left, right = sketch(one), sketch(other)
    others = [item for item in around if item.id not in (left.id, right.id)]
    weights = Weights()
    found = cosines([left, right, *others])
    foreign = left.language or right.language
    crowd = None if foreign else crowds(found.likeness(weights))
    why = reasons(found, 0, 1, weights, crowd)
    return Pair(
        likeness=round(sum(reason.value * reason.weight for reason in why), 4),
        reasons=why,
        words=_shared_words(one, other),
        keys=len({*left.keys.tolist()} & {*right.keys.tolist()}),
        wanted=needed(len(left.keys), len(right.keys)),
    )


def _shared_words(one: Document, other: Document) -> tuple[str, ...]:
    """Return the rarest words that both texts have, as the first writes them, proper case kept."""
    theirs = {term for word in _words(other) for term in terms_of(word)}
    shared: dict[str, str] = {}
    for word in _words(one):
        for term in terms_of(word):
            if term in theirs:
                shared.setdefault(term, word)
    rarest = sorted(shared, key=lambda term: (share_of(term), term))[:SHOWN]
    return tuple(shared[term] for term in rarest)


def _words(document: Document) -> list[str]:
    return [
        word
        for block in document.prose()
        for word in split(document.text[block.start : block.end][:100_000])[0]
    ]
