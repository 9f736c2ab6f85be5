"""The command line for tests: its real entry point, in this process or in one of its own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from crosswire.cli.main import run

COMMAND = [str(Path(sys.executable).with_name("crosswire"))]
"""The installed command of the environment that runs the tests."""


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Return standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def crosswire(
    *args: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> Done:
    """Run `crosswire ARGS` in this process, by the function that the installed command calls."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    status = 0
    with (
        mock.patch.object(sys, "argv", ["crosswire", *map(str, args)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
        mock.patch.dict(os.environ, env or {}),
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    for stream in (out, err):
        stream.flush()
    return Done(
        status,
        out.buffer.getvalue().decode("utf-8"),  # type: ignore[attr-defined]
        err.buffer.getvalue().decode("utf-8"),  # type: ignore[attr-defined]
    )


def outside(*args: object, cwd: Path | None = None, **env: str) -> Done:
    """Run `crosswire ARGS` as a process of its own."""
    found = subprocess.run(
        [*COMMAND, *map(str, args)],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Done(found.returncode, found.stdout.decode(), found.stderr.decode())
