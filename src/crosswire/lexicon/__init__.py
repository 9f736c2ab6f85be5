"""Word lists as data. Each file in `data/` says in its first lines where its entries come from and their licence.

A table is a tab-separated file: lines that start with `#` are comments, the first other line names the
columns, an empty cell is an empty string.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of `data/NAME.tsv` as read-only mappings from column to cell."""
    text = resources.files(__package__).joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    columns = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise ValueError(f"lexicon {name}, row {number}: {len(cells)} cells for {len(columns)}")
        cells += [""] * (len(columns) - len(cells))
        rows.append(MappingProxyType(dict(zip(columns, cells, strict=True))))
    return tuple(rows)


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt`, one a line, as a set."""
    text = resources.files(__package__).joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    return frozenset(
        line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")
    )
