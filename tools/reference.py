"""Write the reference pages of docs from the code: commands, settings, steps, records, tables, word lists.

    python tools/reference.py [--check]

Only what stands between the two marks of a page is written; `--check` writes nothing and fails where a page
is not what the code says.
"""

import argparse
import ast
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import typer

from crosswire.cli.main import VERBS, app
from crosswire.pipeline.registry import STEPS
from crosswire.settings import Settings
from crosswire.stages.render.formats.columns import TABLES
from crosswire.stages.render.schemas import SCHEMAS

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference"
BEGIN, END = "<!-- begin: written by tools/reference.py -->", "<!-- end -->"


def cli() -> str:
    """Return the help of every command."""
    commands: Any = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    out = []
    panel = None
    for verb, its_panel in VERBS:
        name = verb.__name__.replace("_", "-")
        command = commands[name]
        if its_panel != panel:
            out.append(f"## {its_panel}\n")
            panel = its_panel
        context = command.context_class(command, info_name=f"crosswire {name}", terminal_width=96)
        out.append(f"### {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(out)


def settings() -> str:
    """Return a table of settings with their defaults and meaning."""
    notes = attribute_notes(Settings)
    rows = ["| setting | variable | type | default | meaning |", "|---|---|---|---|---|"]
    for field in msgspec.structs.fields(Settings):
        kind = field.type.__name__ if isinstance(field.type, type) else str(field.type)
        rows.append(
            f"| `{field.name}` | `CROSSWIRE_{field.name.upper()}` | {kind} "
            f"| `{field.default!r}` | {notes.get(field.name, '')} |"
        )
    return "\n".join(rows) + "\n"


def steps() -> str:
    """Return a table of the pipeline's steps."""
    rows = ["| step | version | does | reads | writes |", "|---|---|---|---|---|"]
    rows += [
        f"| `{s.name}` | {s.version} | {cell(s.does)} | {', '.join(s.reads)} | {', '.join(s.writes)} |"
        for s in STEPS
    ]
    return "\n".join(rows) + "\n"


def schemas() -> str:
    """Return a table for every record of the published shapes, in the order in which they are met."""
    out = []
    met: list[type] = []
    for name, kind in SCHEMAS.items():
        fresh = [k for k in records_of(kind) if k not in met]
        met += fresh
        out.append(f"## `crosswire schema {name}`\n")
        out += [record(k) for k in fresh]
    return "\n".join(out)


def lexicons() -> str:
    """Return every word list with what it says of its origin."""
    rows = ["| file | what it is, where it comes from |", "|---|---|"]
    data = resources.files("crosswire.lexicon") / "data"
    for file in sorted(data.iterdir(), key=lambda f: f.name):
        lines = file.read_text(encoding="utf-8").split("\n")
        says = [line.lstrip("# ").rstrip() for line in lines if line.startswith("#")]
        rows.append(f"| `{file.name}` | {cell(' '.join(says))} |")
    return "\n".join(rows) + "\n"


def tables() -> str:
    """Return the columns of every table."""
    out = []
    for name, table in TABLES.items():
        rows = [
            f"## {name}\n\nA row: {table.row}.\n",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        rows += [f"| `{c.name}` | {c.kind} | {cell(c.meaning)} |" for c in table.columns]
        out.append("\n".join(rows) + "\n")
    return "\n".join(out)


# ---------------------------------------------------------------- records


def records_of(kind: type) -> list[type]:
    """Return `kind` and the records its fields hold, in the order of the fields."""
    found = [kind]
    for field in msgspec.structs.fields(kind):
        for inner in inner_records(field.type):
            found += [k for k in records_of(inner) if k not in found]
    return found


def inner_records(kind: Any) -> list[type]:
    """Return the records that a type names."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [k for part in getattr(kind, "__args__", ()) for k in inner_records(part)]


def record(kind: type) -> str:
    """Return the section of one record."""
    notes = attribute_notes(kind)
    says = " ".join((kind.__doc__ or "").split())
    rows = [f"### {kind.__name__}\n\n{says}\n", "| key | value |", "|---|---|"]
    for field in msgspec.structs.fields(kind):
        note = f". {notes[field.name]}" if field.name in notes else ""
        rows.append(f"| `{field.encode_name}` | {cell(worded(field.type))}{note} |")
    return "\n".join(rows) + "\n"


def worded(kind: Any) -> str:
    """Return a type in the words of JSON."""
    plain = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    parts = [p for p in getattr(kind, "__args__", ()) if p is not Ellipsis]
    origin = getattr(kind, "__origin__", None)
    if origin is None and type(kind).__name__ in ("UnionType", "Union"):
        return " or ".join(worded(p) for p in parts)
    if str(kind).startswith("typing.Literal"):
        return ", ".join(f"`{p}`" for p in parts)
    if origin is tuple:
        pair = len(parts) > 1
        return f"list of {' and '.join(worded(p) for p in parts) if not pair else 'pairs'}"
    if origin is dict:
        return f"object, each value {worded(parts[1])}"
    if str(kind).startswith("typing.Union") or str(kind).startswith("typing.Optional"):
        return " or ".join(worded(p) for p in parts)
    return "any value"


def attribute_notes(kind: type) -> dict[str, str]:
    """Return the strings that stand below the fields of a class."""
    path = Path(sys.modules[kind.__module__].__file__ or "")
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            return notes_of(node)
    return {}


def notes_of(node: ast.ClassDef) -> dict[str, str]:
    """Return the strings below the fields of a class's source."""
    notes = {}
    before = None
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            before = line.target.id
        elif before and isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant):
            notes[before] = cell(" ".join(str(line.value.value).split()))
            before = None
        else:
            before = None
    return notes


def cell(text: str) -> str:
    """Return `text` fit for a table's cell."""
    return text.replace("|", "\\|")


# ---------------------------------------------------------------- pages

WRITERS: dict[str, Callable[[], str]] = {
    "cli.md": cli,
    "settings.md": settings,
    "steps.md": steps,
    "schemas.md": schemas,
    "lexicons.md": lexicons,
    "tables.md": tables,
}


def renewed(name: str) -> tuple[str, str]:
    """Return a page as it stands and as it should."""
    text = (PAGES / name).read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{name}: the marks {BEGIN!r} and {END!r} are not there")
    return text, f"{head}{BEGIN}\n\n{WRITERS[name]()}\n{END}{tail}"


def main() -> int:
    """Write the pages that are stale, or name them."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--check", action="store_true", help="write nothing; fail where stale")
    given = options.parse_args()
    stale = []
    for name in WRITERS:
        now, wanted = renewed(name)
        if now != wanted:
            stale.append(name)
            if not given.check:
                (PAGES / name).write_text(wanted, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'is stale; run tools/reference.py' if given.check else 'written'}")
    return int(bool(stale) and given.check)


if __name__ == "__main__":
    sys.exit(main())
