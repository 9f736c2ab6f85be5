"""The renderers by name: what `--format` takes, and the suffix of the file each one writes.

Each is loaded when it is first asked for: a template engine is no use to one who wants JSON.
"""

from collections.abc import Mapping
from importlib import import_module

from crosswire.errors import UsageError
from crosswire.model.dossier import Dossier

RENDERERS: Mapping[str, str] = {
    "terminal": "terminal",
    "html": "html",
    "json": "json",
    "md": "markdown",
}
"""Formats and the modules beside this one that write them, each by its function `render_MODULE`."""
ALIASES: Mapping[str, str] = {
    "markdown": "md",
    "htm": "html",
    "text": "terminal",
    "txt": "terminal",
}
SUFFIXES: Mapping[str, str] = {"terminal": ".txt", "html": ".html", "json": ".json", "md": ".md"}


def render(dossier: Dossier, name: str) -> str | bytes:
    """Return `dossier` in the format `name`; raises UsageError that lists the formats there are."""
    known = ALIASES.get(name, name)
    if known not in RENDERERS:
        raise UsageError(f"no format {name!r}; there are: {', '.join(RENDERERS)}")
    home = RENDERERS[known]
    module = import_module(f"crosswire.stages.render.{home}")
    content: str | bytes = getattr(module, f"render_{home}")(dossier)
    return content
