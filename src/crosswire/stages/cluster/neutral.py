"""What a report that is not in English says in any language: its facts, and the terms that English may have for each.

A report in English has none of this, and is found and scored as if there were no other language. The report in
another language asks for it: by the very terms under which an English one is kept (`text.foreign`).
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from crosswire.model.document import Document
from crosswire.text.foreign import Fact, facts

HEAD = 600
"""Code points of prose that are headline and opening."""
READ = 20_000
"""Code points of prose that are looked at for facts."""
KINDS = ("name", "number", "country", "word")
_FORM = struct.Struct("<8sHB")


@dataclass(frozen=True, slots=True, eq=False)
class Neutral:
    """The facts of a report: `terms` are numbers in order, `fact` tells which fact each may be a spelling of.

    `kinds` has each fact's place in `KINDS`, `weights` how much a number tells (in sixteenths), `heads` whether
    it stands in headline or opening.
    """

    terms: NDArray[np.uint32]
    fact: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    weights: NDArray[np.uint8]
    heads: NDArray[np.bool_]

    def pack(self, language: str) -> bytes:
        """Return the facts and the language as bytes."""
        parts = (self.terms, self.fact, self.kinds, self.weights, self.heads)
        head = _FORM.pack(language.encode()[:8], len(self.terms), len(self.kinds))
        return head + b"".join(part.tobytes() for part in parts)

    @classmethod
    def unpack(cls, packed: bytes) -> tuple[str, Self]:
        """Return the language and the facts that `pack` made bytes of."""
        name, terms, kinds = _FORM.unpack_from(packed)
        at = _FORM.size
        parts: list[Any] = []
        for size, form in (
            (terms, np.uint32), (terms, np.uint8), (kinds, np.uint8), (kinds, np.uint8), (kinds, np.bool_),
        ):  # fmt: skip
            parts.append(np.frombuffer(packed, form, size, at))
            at += parts[-1].nbytes
        return name.rstrip(b"\0").decode(), cls(*parts)


def neutral(found: Sequence[Fact], numbers: Callable[[str], Iterable[int]]) -> Neutral:
    """Return facts as numbers; `numbers` gives those of a word's terms."""
    pairs = sorted(
        {(n, i) for i, fact in enumerate(found) for term in fact.terms for n in numbers(term)}
    )
    return Neutral(
        terms=np.array([n for n, _ in pairs], np.uint32),
        fact=np.array([i for _, i in pairs], np.uint8),
        kinds=np.array([KINDS.index(fact.kind) for fact in found], np.uint8),
        weights=np.array([round(fact.weight * 16) for fact in found], np.uint8),
        heads=np.array([fact.head for fact in found], np.bool_),
    )


NOTHING = neutral((), lambda word: ())


def facts_of(document: Document) -> tuple[Fact, ...]:
    """Return the facts of a document's prose."""
    parts, size = [], 0
    for block in document.prose():
        if size >= READ:
            break
        parts.append(document.text[block.start : min(block.end, block.start + READ - size)])
        size += len(parts[-1]) + 1
    return facts("\n".join(parts), document.language or "", HEAD)
