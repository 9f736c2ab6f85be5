"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, gone with the session."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

REQUIRED = "CROSSWIRE_REQUIRE_POSTGRES"
SETTINGS = {
    "fsync": "off",  # a test's server need not outlive a power cut
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


class Server:
    """A running server: addresses of its databases, and statements of its own user."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self.folder = folder
        self._programs = programs
        self.runs_as: dict[str, Any] = {"user": user} if user else {}

    def address(self, schema: str = "", *, user: str = "desk", database: str = "postgres") -> str:
        """Return the address of a workspace in a schema."""
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{user}@/{database}?host={self.folder}{options}"

    def run(self, statement: str) -> None:
        """Carry out statements as the server's own user, in its first database."""
        place = {"host": str(self.folder), "user": "desk", "dbname": "postgres"}
        with psycopg.connect(**place, autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        """Make the files where they are missing and start; returns when it answers."""
        data = self.folder / "data"
        if not data.exists():
            self._call("initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C",
                       "--no-sync")  # fmt: skip
            (data / "pg_hba.conf").write_text(
                "local all keen scram-sha-256\nlocal all all trust\n", encoding="utf-8"
            )
            settings = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
            (data / "postgresql.auto.conf").write_text(settings, encoding="utf-8")
        self._call("pg_ctl", "-D", data, "-w", "-o", f"-k {self.folder}", "-l",
                   self.folder / "log", "start")  # fmt: skip

    def stop(self) -> None:
        """Stop at once, as a crash would."""
        self._call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def _call(self, program: str, *arguments: object) -> None:
        path = self._programs / program
        command = [str(path if path.exists() else program), *map(str, arguments)]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            check=False,
            **self.runs_as,
        )
        assert done.returncode == 0, done.stdout.decode()


def _programs() -> Path | None:
    """Return the folder of `initdb`: Debian keeps it out of the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


_GUARD = 'cat; "$1" -D "$2/data" -m immediate -w stop >"$2/stopped" 2>&1; rm -rf "$2"'


@contextmanager
def running() -> Iterator[Server]:
    """Give a server that runs; skips without PostgreSQL here, and fails where it is required."""
    programs = _programs()
    if programs is None:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{REQUIRED}=1 and there is no initdb: install postgresql")
        pytest.skip("no PostgreSQL on this machine")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    user = None
    if os.geteuid() == 0:  # initdb refuses root
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)
    server = Server(folder, programs, user)
    guard = subprocess.Popen(  # stops the server when this process ends, however it ends
        ["sh", "-c", _GUARD, "guard", str(programs / "pg_ctl"), str(folder)],
        stdin=subprocess.PIPE,
        cwd="/",
        start_new_session=True,
        **server.runs_as,
    )
    try:
        server.start()
        server.run("CREATE ROLE keen LOGIN PASSWORD 'hush-hush'")
        yield server
    finally:
        guard.communicate()
