"""The shapes of answers in the OpenAPI description: made from the records, which are what is sent."""

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from crosswire.web.problems import MEDIA_TYPE, Problem

_known: dict[str, type] = {"Problem": Problem}
Said = dict[int | str, dict[str, Any]]
_REF = "#/components/schemas/{name}"


def says(kind: type, *, status: int = 200, what: str = "", many: bool = False) -> Said:
    """Return the answers of an operation that gives a record, or a list of them."""
    _known[kind.__name__] = kind
    one = {"$ref": _REF.format(name=kind.__name__)}
    schema = {"type": "array", "items": one} if many else one
    text = what or (kind.__doc__ or kind.__name__).split(". ")[0].split("\n")[0].rstrip(".")
    return {status: {"description": text, "content": {"application/json": {"schema": schema}}}}


def gives(media_type: str, what: str, *, status: int = 200) -> Said:
    """Return the answers of an operation that gives anything else than a record."""
    return {status: {"description": what, "content": {media_type: {"schema": {}}}}}


def takes(kind: type, *, also: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return how OpenAPI says the body that an operation takes."""
    _known[kind.__name__] = kind
    shape = {"schema": {"$ref": _REF.format(name=kind.__name__)}}
    return {
        "requestBody": {"required": True, "content": {"application/json": shape, **(also or {})}}
    }


def known_shapes() -> Mapping[str, type]:
    """Return the records that answers are made of, by name."""
    return _known


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a parameter is where it is given: it may be left out, and no address can say null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **kinds[0]} if len(kinds) == 1 else schema


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description, with the schemas of the records and the problem of every operation."""
    if app.openapi_schema:
        return app.openapi_schema
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary=app.summary,
        description=app.description,
        routes=app.routes,
    )
    _, made = msgspec.json.schema_components(_known.values(), ref_template=_REF)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas.update(made)
    failed = {
        "description": "What went wrong (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}},
    }
    for path in found["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _present(parameter["schema"])
            answers = operation["responses"]
            answers.pop("422", None)
            answers["default"] = failed
    found["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "The server's token, if it has one.",
        }
    }
    found["security"] = [{}, {"token": []}]
    app.openapi_schema = found
    return found
