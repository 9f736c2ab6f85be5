"""The renderers by name: what `--format` takes, and the suffix of the file each one writes."""

from collections.abc import Callable, Mapping

from crosswire.errors import UsageError
from crosswire.model.dossier import Dossier
from crosswire.stages.render.html import render_html
from crosswire.stages.render.json import render_json
from crosswire.stages.render.markdown import render_markdown
from crosswire.stages.render.terminal import render_terminal

RENDERERS: Mapping[str, Callable[[Dossier], str | bytes]] = {
    "terminal": render_terminal,
    "html": render_html,
    "json": render_json,
    "md": render_markdown,
}
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
    return RENDERERS[known](dossier)
