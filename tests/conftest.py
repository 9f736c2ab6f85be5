"""Fixtures that every test may use."""

from collections.abc import Callable
from typing import Any

import pytest

from crosswire.model.annotation import Annotations
from tests.build import annotate_text as _annotate_text


@pytest.fixture(scope="session")
def annotate_text() -> Callable[..., Annotations]:
    """Annotate a text given in the test; keyword arguments are fields of a JSON Lines document."""

    def annotate(text: str, **fields: Any) -> Annotations:
        return _annotate_text(text, **fields)

    return annotate
