"""Tables as CSV (RFC 4180): UTF-8, comma, CRLF, a header, the same columns in every row; all of them in one zip.

A spreadsheet runs what begins like a formula, and reports are written by strangers. A text that begins (after
blanks) with one of `= + - @`, a tab or a line end therefore gets an apostrophe before it, and so does one that
begins with an apostrophe: who takes one leading apostrophe away has every text exactly back (`plain`).
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

from crosswire.model.codec import to_json
from crosswire.model.dossier import Dossier
from crosswire.stages.render.formats.columns import TABLES
from crosswire.stages.render.formats.makers import Row, Value
from crosswire.stages.render.formats.packed import packed
from crosswire.stages.render.formats.rows import dossier_tables, table

_DANGEROUS = "=+-@＝＋－＠"
_BLANK_DANGER = ("\t", "\r", "\n")


def render_csv(dossier: Dossier, part: str | None = None) -> bytes:
    """Return one table of `dossier` as CSV, or a zip of all with their description (Frictionless Data Package)."""
    if part is not None:
        return csv_bytes(part, table(dossier, part))
    files = {f"{name}.csv": csv_bytes(name, rows) for name, rows in dossier_tables(dossier).items()}
    return packed({**files, "datapackage.json": datapackage(dossier.story.id)})


def csv_bytes(name: str, rows: Iterable[Row], *, header: bool = True) -> bytes:
    """Return rows of the table `name` as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [column.name for column in TABLES[name].columns]
    if header:
        writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[column]) for column in columns])
    return out.getvalue().encode("utf-8", "replace")


def cell(value: Value) -> str:
    """Return a value as CSV holds it: nothing for null, text made harmless to spreadsheets."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    bare = value.lstrip()
    unsafe = bare[:1] and bare[0] in _DANGEROUS
    return f"'{value}" if unsafe or value.startswith(("'", *_BLANK_DANGER)) else value


def plain(text: str) -> str:
    """Return a text cell as the dossier has it: the opposite of what `cell` does to text."""
    return text[1:] if text.startswith("'") else text


def datapackage(name: str, parts: Iterable[str] = tuple(TABLES)) -> bytes:
    """Return the description of tables as a Frictionless Data Package (schema of every column)."""
    wanted = set(parts)
    resources: list[dict[str, Any]] = [
        {
            "name": table_name,
            "path": f"{table_name}.csv",
            "profile": "tabular-data-resource",
            "description": f"One row: {table_.row}.",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
            "schema": {
                "fields": [
                    {"name": c.name, "type": c.kind, "description": c.meaning}
                    for c in table_.columns
                ],
                "missingValues": [""],
            },
        }
        for table_name, table_ in TABLES.items()
        if table_name in wanted
    ]
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "description": "A text cell that begins with an apostrophe has one more than the dossier: a guard "
        "against formulas.",
        "resources": resources,
    }
    return to_json(package, indent=2) + b"\n"
