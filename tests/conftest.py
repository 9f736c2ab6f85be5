"""Fixtures that every test may use."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswire.model.annotation import Annotations
from crosswire.store.base import Store
from crosswire.store.sql import SqlStore
from tests.build import annotate_text as _annotate_text


@pytest.fixture(scope="session")
def annotate_text() -> Callable[..., Annotations]:
    """Annotate a text given in the test; keyword arguments are fields of a JSON Lines document."""

    def annotate(text: str, **fields: Any) -> Annotations:
        return _annotate_text(text, **fields)

    return annotate


@pytest.fixture(params=["file", "memory"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Every implementation of a store in turn, empty."""
    store = SqlStore(str(tmp_path / "store.db") if request.param == "file" else None)
    yield store
    store.close()
