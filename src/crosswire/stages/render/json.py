"""A dossier as JSON: the records as they are, keys in a fixed order, so that equal dossiers give equal bytes."""

from crosswire.model.codec import to_json
from crosswire.model.dossier import Dossier


def render_json(dossier: Dossier, *, indent: int = 2) -> bytes:
    """Return `dossier` as UTF-8 JSON with a final line feed; `indent` spaces a level, 0 for one line."""
    return to_json(dossier, indent=indent) + b"\n"
