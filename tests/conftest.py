"""Fixtures that every test may use."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from crosswire.model.annotation import Annotations
from crosswire.store.base import Store
from crosswire.store.sql import SqlStore
from tests.build import annotate_text as _annotate_text
from tests.properties.strategies import HERALD, RECORDS
from tests.server import Server, running
from tests.surfaces.commands import crosswire

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def annotate_text() -> Callable[..., Annotations]:
    """Annotate a text given in the test; keyword arguments are fields of a JSON Lines document."""

    def annotate(text: str, **fields: Any) -> Annotations:
        return _annotate_text(text, **fields)

    return annotate


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own."""
    with running() as server:
        yield server


@pytest.fixture
def schema(postgres: Server) -> Iterator[str]:
    """The address of an empty schema of its own in that server."""
    name = f"s{next(_NUMBERS)}"
    postgres.run(f"CREATE SCHEMA {name}")
    yield postgres.address(name)
    postgres.run(f"SET client_min_messages = error; DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["file", "memory", "postgres"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Every implementation of a store in turn, empty."""
    place = {"file": lambda: str(tmp_path / "store.db"), "memory": lambda: None}.get(request.param)
    store = SqlStore(place() if place else request.getfixturevalue("schema"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports: four of one event, one of another, and a file that is none."""
    folder = tmp_path_factory.mktemp("reports")
    lines = [json.dumps(record) for record in (*RECORDS[1:], HERALD)]
    (folder / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    first = RECORDS[0]
    heading = f"outlet: {first['outlet']}\npublished_at: {first['published_at']}"
    text = f"---\n{heading}\n---\n\n{first['title']}\n\n{first['text']}\n"
    (folder / "post.txt").write_text(text, encoding="utf-8")
    (folder / "scan.jpg").write_bytes(b"%PDF")
    return folder


@pytest.fixture(scope="session")
def desk(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a workspace that holds the reports; to be read only."""
    path = tmp_path_factory.mktemp("desk") / "news.db"
    assert crosswire("add", reports, "--workspace", path).status == 0
    return path


@pytest.fixture(scope="session")
def written(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `reconcile` wrote for the reports, in every format."""
    folder = tmp_path_factory.mktemp("written") / "dossiers"
    done = crosswire("reconcile", reports, "-o", folder, "--format", "html,json,md", "-q")
    assert done.status == 0
    return folder
