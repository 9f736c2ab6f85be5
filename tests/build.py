"""Tiny builders: a test states only what matters to it."""

import json
import tempfile
from pathlib import Path
from typing import Any

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate


def document(text: str, **fields: Any) -> Document:
    """Return the document that a JSON line with this text and these fields gives."""
    record = {"id": "d", "text": text, "language": "en", **fields}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.jsonl"
        path.write_text(json.dumps(record), encoding="utf-8")
        (found,) = acquire([str(path)])
    assert isinstance(found, Document), found
    return found


def annotate_text(text: str, **fields: Any) -> Annotations:
    """Return the annotations of the document that a JSON line with this text gives."""
    (found,) = annotate([document(text, **fields)])
    assert "defect" not in (found.skipped or ""), found.skipped
    return found
