"""Does a dossier still hold: every span's words against the texts, every hash against the documents."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from crosswire.model.codec import to_plain
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.record import Record


class Mismatch(Record, frozen=True, kw_only=True):
    """One thing that does not hold: where in the dossier, and what is wrong."""

    where: str
    document: str
    problem: str


class Verification(Record, frozen=True, kw_only=True):
    """How many spans and hashes were checked, and what did not hold."""

    spans: int
    hashes: int
    mismatches: tuple[Mismatch, ...]

    @property
    def sound(self) -> bool:
        """Tell whether everything held, and there was anything to check."""
        return not self.mismatches

    def joined(self, hashes: int, mismatches: tuple[Mismatch, ...]) -> "Verification":
        """Return this with what was checked besides."""
        return replace(
            self, hashes=self.hashes + hashes, mismatches=(*mismatches, *self.mismatches)
        )


def verify_dossier(dossier: Dossier, documents: Sequence[Document] = ()) -> Verification:
    """Check every evidence span and hash of `dossier`.

    Against `documents` where they are given (their original bytes' hashes too), else against the texts
    the dossier itself carries. A text that is in neither is a mismatch: unchecked is not sound.
    """
    given = {d.id: d for d in documents}
    texts: dict[str, str] = {}
    problems: list[Mismatch] = []
    hashes = 0
    for document in (*dossier.documents, *dossier.earlier):
        own = given.get(document.id)
        if own is not None:
            hashes += 1
            if own.sha256 != document.sha256:
                problems.append(
                    _mismatch("documents", document.id, "the source's bytes have another hash")
                )
            texts[document.id] = own.text
        elif document.text is not None:
            texts[document.id] = document.text
        else:
            problems.append(
                _mismatch("documents", document.id, "no text to check against; name its source")
            )
            continue
        if document.text_sha256 is not None:
            hashes += 1
            digest = hashlib.sha256(texts[document.id].encode()).hexdigest()
            if digest != document.text_sha256:
                problems.append(_mismatch("documents", document.id, "the text has another hash"))
    spans = 0
    plain = to_plain(dossier)
    plain.pop("documents"), plain.pop("earlier")
    for where, span in _spans(plain, ""):
        spans += 1
        text = texts.get(span["document"])
        if text is None:
            problems.append(
                _mismatch(where, span["document"], "a document the dossier does not list")
            )
        elif not 0 <= span["start"] < span["end"] <= len(text):
            problems.append(_mismatch(where, span["document"], "a span outside the text"))
        elif text[span["start"] : span["end"]] != span["text"]:
            problems.append(_mismatch(where, span["document"], "other words stand there"))
    return Verification(spans=spans, hashes=hashes, mismatches=tuple(problems))


def _mismatch(where: str, document: str, problem: str) -> Mismatch:
    return Mismatch(where=where, document=document, problem=problem)


def _spans(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if {"document", "start", "end", "text"} <= value.keys():
            yield where, value
        for key, child in value.items():
            yield from _spans(child, f"{where}/{key}")
    elif isinstance(value, list | tuple):
        for number, child in enumerate(value):
            yield from _spans(child, f"{where}/{number}")
