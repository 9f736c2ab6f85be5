"""Tables as Parquet, typed by the same list of columns as CSV; texts stand there exactly. Needs the extra `parquet`."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crosswire.model.dossier import Dossier
from crosswire.stages.render.formats.columns import TABLES
from crosswire.stages.render.formats.makers import Row
from crosswire.stages.render.formats.packed import packed
from crosswire.stages.render.formats.rows import dossier_tables, table
from crosswire.stages.render.table import missing_extra


def render_parquet(dossier: Dossier, part: str | None = None) -> bytes:
    """Return one table of `dossier` as Parquet, or a zip of all; raises UsageError without pyarrow."""
    if part is not None:
        return parquet_bytes(part, table(dossier, part))
    found = dossier_tables(dossier)
    return packed({f"{name}.parquet": parquet_bytes(name, rows) for name, rows in found.items()})


def parquet_bytes(name: str, rows: Iterable[Row]) -> bytes:
    """Return rows of the table `name` as a Parquet file."""
    _, parquet = _arrow()
    out = io.BytesIO()
    parquet.write_table(arrow_table(name, rows), out, compression="zstd")
    return out.getvalue()


def writer(name: str, path: Path) -> Any:
    """Return an open Parquet file for rows of the table `name`, one row group each time."""
    _, parquet = _arrow()
    return parquet.ParquetWriter(path, _schema(name), compression="zstd")


def arrow_table(name: str, rows: Iterable[Row]) -> Any:
    """Return rows of the table `name` as an Arrow table; what UTF-8 can't hold is replaced."""
    arrow, _ = _arrow()
    clean = [
        {
            k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v
            for k, v in r.items()
        }
        for r in rows
    ]
    return arrow.Table.from_pylist(clean, schema=_schema(name))


def _schema(name: str) -> Any:
    arrow, _ = _arrow()
    kinds = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
    }
    return arrow.schema(
        [
            arrow.field(c.name, kinds[c.kind], metadata={"description": c.meaning})
            for c in TABLES[name].columns
        ]
    )


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise missing_extra("parquet", "pyarrow") from error
    return pyarrow, parquet
