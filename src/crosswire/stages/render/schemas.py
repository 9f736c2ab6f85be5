"""JSON Schemas of the published shapes, made from the records themselves so that they cannot drift."""

from collections.abc import Mapping
from typing import Any

from crosswire.errors import UsageError
from crosswire.model.annotation import Annotations
from crosswire.model.change import Changes, History
from crosswire.model.codec import json_schema
from crosswire.model.dossier import Dossier
from crosswire.model.rule import Alert
from crosswire.model.story import Story

SCHEMAS: Mapping[str, type] = {
    "annotations": Annotations,
    "dossier": Dossier,
    "story": Story,
    "changes": Changes,
    "versions": History,
    "alert": Alert,
}


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the shape `name`; raises UsageError that lists the known names."""
    if name not in SCHEMAS:
        raise UsageError(f"no schema {name!r}; there are: {', '.join(SCHEMAS)}")
    return json_schema(SCHEMAS[name])
