"""Crosswire reads many reports of one event and reconciles them into a dossier with the words behind every line.

The public names are below; everything else may change. They are loaded on first use, so that
`import crosswire` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Annotations": "crosswire.model.annotation",
    "CrosswireError": "crosswire.errors",
    "Document": "crosswire.model.document",
    "Dossier": "crosswire.model.dossier",
    "Evidence": "crosswire.model.span",
    "Settings": "crosswire.settings",
    "Story": "crosswire.model.story",
    "Workspace": "crosswire.workspace",
    "dossier_tables": "crosswire.stages.render.formats.rows",
    "load_settings": "crosswire.settings",
    "open": "crosswire.workspace",
    "render": "crosswire.stages.render.table",
}
__all__ = ["__version__", *sorted(_HOMES)]

if TYPE_CHECKING:
    from crosswire.errors import CrosswireError as CrosswireError
    from crosswire.model.annotation import Annotations as Annotations
    from crosswire.model.document import Document as Document
    from crosswire.model.dossier import Dossier as Dossier
    from crosswire.model.span import Evidence as Evidence
    from crosswire.model.story import Story as Story
    from crosswire.settings import Settings as Settings
    from crosswire.settings import load_settings as load_settings
    from crosswire.stages.render.formats.rows import dossier_tables as dossier_tables
    from crosswire.stages.render.table import render as render
    from crosswire.workspace import Workspace as Workspace
    from crosswire.workspace import open as open


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'crosswire' has no attribute {name!r}; it has {__all__}")
    return getattr(import_module(_HOMES[name]), name)
