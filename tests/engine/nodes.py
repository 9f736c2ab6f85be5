"""A Ray cluster of two nodes of one processor each, on this machine, in a process of its own.

It prints its address; a line on its standard input kills the second node as a power cut would, another starts one anew.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

LEAN = str(Path(__file__).parent / "lean")
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # Ray's own switch for loopback only
    "PYTHONPATH": os.pathsep.join((LEAN, str(Path(__file__).parents[2]))),
    "PYTHONWARNINGS": "ignore",
}
STORE = 100 * 1024 * 1024


class Nodes:
    """A cluster that runs; `kill` and `add` change it."""

    def __init__(self) -> None:
        for _ in range(
            3
        ):  # Ray gives its own helpers 15 seconds to come up, which a busy machine may miss
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, **QUIET},
            )
            self.address = self._said()
            if self.address:
                return
            self.close()
        raise AssertionError("the cluster did not start")

    def kill(self) -> None:
        """Kill the second node."""
        self._ask("kill")

    def add(self) -> None:
        """Start a second node."""
        self._ask("add")

    def close(self) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _ask(self, what: str) -> None:
        assert self._process.stdin is not None
        print(what, file=self._process.stdin, flush=True)
        assert self._said() == what

    def _said(self) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("nodes: "):
                return line.removeprefix("nodes: ").strip()
        return ""


def main() -> None:
    from ray.cluster_utils import Cluster

    one: dict[str, Any] = {"num_cpus": 1, "object_store_memory": STORE}
    timely = {
        "health_check_period_ms": 1000,
        "health_check_failure_threshold": 3,
        "worker_niceness": 0,
    }
    head = {**one, "include_dashboard": False, "_system_config": timely}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    second = cluster.add_node(**one)
    print(f"nodes: {cluster.address}", flush=True)
    for line in sys.stdin:
        if line.strip() == "kill":
            cluster.remove_node(second, allow_graceful=False)
        else:
            second = cluster.add_node(**one)
        print(f"nodes: {line.strip()}", flush=True)
    cluster.shutdown()


if __name__ == "__main__":
    main()
