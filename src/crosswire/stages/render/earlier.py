"""What a dossier lists besides the reports that count: earlier versions and reports taken back, a line each."""

from typing import NamedTuple

from crosswire.model.dossier import Dossier
from crosswire.stages.render.changes import how


class Earlier(NamedTuple):
    """An earlier version or withdrawn report in words; `loud` where nobody said that it was changed."""

    name: str
    text: str
    loud: bool


def earlier(dossier: Dossier) -> tuple[Earlier, ...]:
    """Return a line for every listed report that does not count."""
    edits = {edit.before: edit for edit in dossier.versions}
    lines = []
    for document in dossier.earlier:
        edit = edits.get(document.id)
        where = f"{document.outlet or 'outlet not known'}, {document.id}"
        if document.withdrawn:
            fate = f"taken back: {document.withdrawn}"
        elif edit is not None:
            fate = f"superseded by {edit.after}, {how(edit).removeprefix('! ')}"
        else:
            fate = "counts in another story"
        loud = bool(document.withdrawn) or (edit is not None and edit.silent)
        lines.append(Earlier(document.title or document.id, f"{where}; {fate}", loud))
    return tuple(lines)
