"""How a dossier says that a report is in another language, and how far it is read. One wording for all renderers."""

from collections.abc import Mapping
from unicodedata import bidirectional

from crosswire.model.dossier import CoverageRow, Dossier, DossierDocument
from crosswire.stages.render import wording

UNREAD = "unread"
_LAYERS = {"figures": "figures", "attributions": "quotations"}


def standing(document: DossierDocument) -> str | None:
    """Return in which language a report is and how far it is read; nothing where it is read wholly."""
    if document.read == "whole":
        return None
    where = f"in {document.language_name}, " if document.language_name else ""
    if document.read == "none":
        return f"{where}not analysed"
    layers = " and ".join(_LAYERS[layer] for layer in document.layers if layer in _LAYERS)
    return f"{where}read in part: {layers or 'nothing found'}"


def isolated(text: str) -> str:
    """Return text so that its letters from right to left turn nothing that stands beside it on a line."""
    if text.isascii() or not any(bidirectional(letter) in ("R", "AL") for letter in text):
        return text
    return f"\u2068{text}\u2069"


def counted(dossier: Dossier) -> str:
    """Return how many reports there are, and how many of them are not or only in part analysed."""
    said = wording.count(len(dossier.documents), "report")
    by_depth = [d.read for d in dossier.documents]
    notes = [
        f"{by_depth.count(depth)} {told}"
        for depth, told in (("none", "not analysed"), ("part", "in part"))
        if depth in by_depth
    ]
    return f"{said} ({', '.join(notes)})" if notes else said


def cells(dossier: Dossier) -> Mapping[str, tuple[str, str]]:
    """Return the signs of the table of coverage with their meanings."""
    if all(d.read == "whole" for d in dossier.documents):
        return wording.CELLS
    return {**wording.CELLS, UNREAD: ("–", "not compared")}


def cell(dossier: Dossier, row: CoverageRow, document: str) -> str:
    """Return what is known of a report and a point: for one that is not read wholly, nothing."""
    found = row.cells.get(document)
    if found is not None:
        return found
    unread = {d.id for d in dossier.documents if d.read != "whole"}
    return UNREAD if document in unread else "absent"
