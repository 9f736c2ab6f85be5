"""Plug-ins: what other packages add by entry points, found by name; one that fails is told by name and left out.

crosswire.sources     NAME: a function from what follows `NAME:` to records (dicts as in JSON Lines)
crosswire.steps       NAME: a function from a document and its annotations to annotations
crosswire.renderers   NAME: a function from a dossier to text or bytes
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

SOURCES, STEPS, RENDERERS = "crosswire.sources", "crosswire.steps", "crosswire.renderers"
GROUPS = (SOURCES, STEPS, RENDERERS)


class PluginWarning(UserWarning):
    """A plug-in failed and was left out."""


@dataclass(frozen=True)
class Plugin:
    """A plug-in: where it comes from, and what it is called by; `problem` says why it can't be used."""

    group: str
    name: str
    package: str
    version: str
    run: Callable[..., Any] | None = None
    problem: str | None = None

    def __str__(self) -> str:
        kind = self.group.removeprefix("crosswire.").removesuffix("s")
        return f"{kind} plug-in {self.name!r} ({self.package} {self.version})"

    def failed(self, error: BaseException) -> str:
        """Return what is said of an error of this plug-in."""
        return f"{self} failed: {type(error).__name__}: {error}"


@cache
def plugins(group: str) -> dict[str, Plugin]:
    """Return the sound plug-ins of a group by name; those that are not are told once, as warnings."""
    for broken in found(group):
        if broken.problem:
            warn(f"{broken} is left out: {broken.problem}")
    return {plugin.name: plugin for plugin in found(group) if not plugin.problem}


@cache
def found(group: str) -> tuple[Plugin, ...]:
    """Return every plug-in of a group, in the order of names; of two of one name the first package's is taken."""
    met: set[str] = set()
    listed = []
    for entry in sorted(entry_points(group=group), key=lambda e: (e.name, _package(e), e.value)):
        plugin = _loaded(group, entry)
        if entry.name in met:
            taken = "another package's plug-in has this name"
            plugin = Plugin(group, entry.name, plugin.package, plugin.version, problem=taken)
        met.add(entry.name)
        listed.append(plugin)
    return tuple(listed)


def warn(message: str) -> None:
    """Tell of a plug-in that failed."""
    warnings.warn(message, PluginWarning, stacklevel=3)


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else "?"


def _loaded(group: str, entry: EntryPoint) -> Plugin:
    version = entry.dist.version if entry.dist else "?"
    known = (group, entry.name, _package(entry), version)
    try:
        run = entry.load()
    except Exception as error:  # whatever a stranger's module does when it is imported
        return Plugin(
            *known, problem=f"{entry.value} can't be loaded: {type(error).__name__}: {error}"
        )
    if not callable(run):
        return Plugin(*known, problem=f"{entry.value} is no function")
    return Plugin(*known, run=run)
