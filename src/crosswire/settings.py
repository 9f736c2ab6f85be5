"""Every choice a user can make, in one frozen object whose hash stands in each dossier's provenance."""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from crosswire.errors import UsageError


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Options of a run, from `crosswire.toml` in the current folder and `CROSSWIRE_…` variables.

    Sizes are in bytes of the input as read, after decompression.
    """

    workspace: str = "crosswire.db"
    """File of the workspace, from the current folder; made by the first `add`."""
    pipeline: str = ""
    """Name of an installed spaCy English pipeline; empty takes the best one installed."""
    workers: int = 0
    """Processes that annotate; 0 takes as many as help, at most one a core."""
    max_document_bytes: int = 64 * 1024 * 1024
    """Larger inputs are skipped with a reason; a file of JSON Lines counts as one input."""
    max_text_characters: int = 1_000_000
    """Longer texts are kept and clustered, but read by the parser only this far."""
    max_html_depth: int = 512
    """Pages whose elements stand deeper in each other are skipped with a reason."""

    def digest(self) -> str:
        """Return the hash of the settings that can change a dossier."""
        telling = msgspec.to_builtins(self)
        telling.pop("workspace"), telling.pop("workers")
        return hashlib.sha256(msgspec.json.encode(telling, order="sorted")).hexdigest()[:16]


def load_settings(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `folder`'s crosswire.toml, overridden by `CROSSWIRE_…` variables.

    Raises UsageError for a key or a value that is not known, naming it.
    """
    values: dict[str, object] = {}
    path = (folder or Path.cwd()) / "crosswire.toml"
    if path.is_file():
        try:
            values.update(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: not TOML ({error}); mend it or move it away") from error
    source = os.environ if environ is None else environ
    for field in Settings.__struct_fields__:
        if f"CROSSWIRE_{field.upper()}" in source:
            values[field] = source[f"CROSSWIRE_{field.upper()}"]
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"settings: {error}; known are {', '.join(Settings.__struct_fields__)}"
        ) from error
