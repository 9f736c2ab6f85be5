"""`crosswire run` on a test cluster, as a process of its own that can be killed."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from tests.engine.nodes import QUIET, Nodes
from tests.surfaces.commands import COMMAND

ENOUGH = 150.0
"""Seconds after which a run is taken for stuck."""


class Run:
    """`crosswire run` on the cluster, as a process of its own."""

    def __init__(
        self, nodes: Nodes, pile: Path | str, folder: Path, *more: str, keep: Path | None = None,
        checkpoints: str = "",
    ) -> None:  # fmt: skip
        self.keep = keep or folder / "keep"
        self.out = folder / "out"
        self._said = folder / "said.json"
        command = [
            *COMMAND, "run", str(pile), "-o", str(self.out), "--engine", "ray", "--ray-address", nodes.address,
            "--checkpoints", checkpoints or str(self.keep), "--json", "-q", *more,
        ]  # fmt: skip
        with self._said.open("wb") as said, (folder / "errors.txt").open("ab") as errors:
            self.process = subprocess.Popen(
                command, env={**os.environ, **QUIET}, stdout=said, stderr=errors
            )

    def kept(self) -> dict[str, float]:
        """Return the files that are kept, with the time of their writing."""
        found = (p for p in self.keep.rglob("*") if p.is_file() and p.suffix != ".part")
        return {str(p.relative_to(self.keep)): p.stat().st_mtime_ns for p in found}

    def until(self, step: str, count: int) -> None:
        """Wait until so many tasks of a step are done; none may be left to do."""
        patient = time.monotonic() + ENOUGH
        while sum(name.startswith(f"{step}/") for name in self.kept()) < count:
            assert self.process.poll() is None, "the run ended before it could be disturbed"
            assert time.monotonic() < patient, "the run is stuck"
            time.sleep(0.02)

    def until_written(self) -> None:
        """Wait until the dossiers are there."""
        patient = time.monotonic() + ENOUGH
        while not (self.out / "dossiers.jsonl").exists():
            assert self.process.poll() is None, "the run ended before it could be disturbed"
            assert time.monotonic() < patient, "the run is stuck"
            time.sleep(0.01)

    def ended(self) -> dict[str, dict[str, int]]:
        """Wait for the end; return what the command said."""
        assert self.process.wait(ENOUGH) == 0
        said: dict[str, dict[str, int]] = json.loads(self._said.read_bytes())
        return said

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
