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
    """File of the workspace, from the current folder, made by the first `add`; or a PostgreSQL address."""
    pipeline: str = ""
    """Name of an installed spaCy English pipeline; empty takes the best one installed."""
    workers: int = 0
    """Processes that annotate; 0 takes as many as help, at most one a core."""
    engine: str = "local"
    """Where `run` and `reconcile` do their work: local (this machine's processes) or ray (a cluster)."""
    ray_address: str = ""
    """Address of a running Ray cluster (HOST:6379, ray://…, auto); empty starts one on this machine's loopback."""
    max_document_bytes: int = 64 * 1024 * 1024
    """Larger inputs are skipped with a reason; a file of JSON Lines counts as one input."""
    max_text_characters: int = 1_000_000
    """Longer texts are kept and clustered, but read by the parser only this far."""
    max_html_depth: int = 512
    """Pages whose elements stand deeper in each other are skipped with a reason."""
    fetch_max_bytes: int = 32 * 1024 * 1024
    """Largest answer of a web server, unpacked."""
    fetch_max_wire_bytes: int = 8 * 1024 * 1024
    """Largest answer of a web server as it comes over the wire."""
    fetch_seconds: float = 60
    """Longest that one request and its answer may take."""
    fetch_redirects: int = 5
    """Redirects that are followed, one after the other."""
    fetch_delay_seconds: float = 1
    """Shortest pause between two requests to a host; its robots.txt may ask for more."""
    fetch_max_pages: int = 500
    """Pages that `add` reads of one sitemap, the newest first; the rest is skipped with a reason."""
    fetch_contact: str = ""
    """An address or a page that every server is told, to ask who fetches and why."""
    fetch_user_agent: str = ""
    """Name told to servers in place of this program's own; robots.txt is then read for its first word."""
    fetch_robots: bool = True
    """Whether robots.txt is heeded."""
    fetch_ignore_robots: dict[str, str] = {}
    """Hosts whose robots.txt is not heeded, each with the reason, which must not be empty."""
    fetch_private_hosts: dict[str, str] = {}
    """Hosts (and those below them) that may be on a network of one's own, each with the reason."""
    watch_every: str = "5m"
    """Shortest time between two askings of a followed feed: a number with s, m, h or d, from 1m on."""
    watch_threads: int = 4
    """Hosts that are asked at the same time by `watch`."""
    watch_revisits: str = "15m 1h 4h 1d 3d"
    """When `watch` looks at a read page again, for silent edits: spans from its first reading; empty for never."""
    llm_url: str = ""
    """Where an OpenAI-compatible server answers (…/v1), to be asked by `propose`; empty asks none. Its key is never a
    setting: it comes from the environment alone, as CROSSWIRE_LLM_KEY."""
    llm_model: str = ""
    """Name of the model that the server is asked for."""
    llm_seconds: float = 120
    """Longest that the server may take for its answer."""
    llm_max_bytes: int = 256 * 1024
    """Largest answer of the server."""
    llm_retries: int = 1
    """How often a server that fails is asked again."""

    def digest(self) -> str:
        """Return the hash of the settings that can change a dossier."""
        telling = {
            name: value
            for name, value in msgspec.to_builtins(self).items()
            if name not in ("workspace", "workers", "engine")
            and not name.startswith(("fetch_", "watch_", "llm_", "ray_"))
        }
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
    values.pop("rules", None)  # read by pipeline.rules
    source = os.environ if environ is None else environ
    for field in msgspec.structs.fields(Settings):
        given = source.get(f"CROSSWIRE_{field.name.upper()}")
        if given is not None:
            values[field.name] = _table(field.name, given) if "dict" in str(field.type) else given
    try:
        found = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"settings: {error}; known are {', '.join(Settings.__struct_fields__)}"
        ) from error
    _check_reasons(found)
    return found


def _table(name: str, given: str) -> dict[str, str]:
    """Return a table given in one variable, as JSON."""
    try:
        return msgspec.json.decode(given, type=dict[str, str])
    except msgspec.DecodeError as error:
        raise UsageError(
            f'CROSSWIRE_{name.upper()}: {error}; expected JSON such as {{"host": "reason"}}'
        ) from error


def _check_reasons(settings: Settings) -> None:
    """Raise UsageError for a host that is excepted from a rule without a reason."""
    for name in ("fetch_ignore_robots", "fetch_private_hosts"):
        for host, reason in getattr(settings, name).items():
            if not reason.strip():
                raise UsageError(f"settings: {name} excepts {host} without a reason; write why")
