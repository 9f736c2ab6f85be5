"""Servers over copies of the tests' workspace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.serving import Serving, serving


@pytest.fixture(scope="session")
def served(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that tests only read from, or leave as it was."""
    path = tmp_path_factory.mktemp("served") / "news.db"
    shutil.copy(desk, path)
    with serving(path) as found:
        yield found


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Iterator[Serving]:
    """A server that a test may change."""
    path = tmp_path / "news.db"
    shutil.copy(desk, path)
    with serving(path) as found:
        yield found


@pytest.fixture(scope="session")
def api(served: Serving) -> Iterator[httpx.Client]:
    """A client that is no browser."""
    with served.client() as client:
        yield client


@pytest.fixture(scope="session")
def story(api: httpx.Client) -> str:
    """The largest story."""
    return str(api.get("/api/stories").json()[0]["id"])
