"""Schemathesis asks every operation of the OpenAPI description, sensibly and not, and finds nothing.

A short run by default; `make fuzz-api` runs it in full (CROSSWIRE_FUZZ is the number of examples an operation).
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.serving import Serving, serving

WITH_GRAMMAR = ("/api/search", "/api/stories/{story}/diff", "/api/documents", "/api/verify")
"""Operations that take what JSON Schema can't say whole: queries, ages, reports, dossiers that hold together."""
EXAMPLES = int(os.environ.get("CROSSWIRE_FUZZ", "2"))


@pytest.fixture(scope="module")
def fuzzed(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    path = tmp_path_factory.mktemp("fuzzed") / "news.db"
    shutil.copy(desk, path)
    with serving(path) as found:
        yield found


def says_nothing(case: Any, failure: str) -> bool:
    """Tell whether all that is wrong with a form is the kind of its texts: on the wire "true" and "" are texts, too."""
    wrong = re.findall(r"^\s*- violates (.*)$", failure, re.MULTILINE)
    form = str(case.media_type or "").startswith("multipart/")
    return form and bool(wrong) and all(re.search(r"\(was string, became", one) for one in wrong)


def failures_of(operation: Any, mode: GenerationMode) -> list[str]:
    """Return what was found wrong with one operation."""
    left_out = [positive_data_acceptance] if operation.path in WITH_GRAMMAR else []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    def ask(case: Any) -> None:
        try:
            case.call_and_validate(
                headers={"Prefer": "wait=5"}, timeout=60, excluded_checks=left_out
            )
        except FailureGroup as found:
            if not all(says_nothing(case, str(failure)) for failure in found.exceptions):
                raise

    try:
        ask()
    except Unsatisfiable:  # nothing can be wrong with a request that takes nothing
        return []
    except FailureGroup as found:
        return [f"{operation.label}: {failure} ({found})" for failure in found.exceptions]
    return []


@pytest.mark.slow
def test_no_operation_does_what_it_does_not_say(fuzzed: Serving) -> None:
    description = schemathesis.openapi.from_url(f"{fuzzed.base}/api/openapi.json")
    operations = [
        result.ok() for result in description.exclude(path_regex="/events$").get_all_operations()
    ]
    assert len(operations) > 25
    found = [
        failure
        for operation in operations
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for failure in failures_of(operation, mode)
    ]
    assert not found, "\n\n".join(found)
