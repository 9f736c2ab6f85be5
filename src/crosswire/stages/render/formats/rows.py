"""A dossier as flat rows, in the tables and columns of `columns`.

dossier_tables(dossier)["claims"]      # a list of dicts; `.by_column()` for data frames
"""

from collections.abc import Iterable

from crosswire.model.dossier import Dossier
from crosswire.stages.render.formats.columns import TABLES
from crosswire.stages.render.formats.makers import MAKERS, Row, Value
from crosswire.stages.render.index import Index, index


class Rows(list[Row]):
    """The rows of one table: a list of dicts that pandas.DataFrame and polars.DataFrame take."""

    def __init__(self, table: str, rows: Iterable[Row] = ()) -> None:
        super().__init__(rows)
        self.table = table

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, there without rows, too."""
        return tuple(column.name for column in TABLES[self.table].columns)

    def by_column(self) -> dict[str, list[Value]]:
        """Return the values of each column: what a data frame reads fastest, with every column there."""
        return {name: [row[name] for row in self] for name in self.columns}

    def tuples(self) -> list[tuple[Value, ...]]:
        """Return the rows as tuples, values in the order of the columns."""
        return [tuple(row[name] for name in self.columns) for row in self]


def dossier_tables(dossier: Dossier) -> dict[str, Rows]:
    """Return every table of `dossier` by name."""
    book = index(dossier)
    return {name: _rows(book, name) for name in TABLES}


def table(dossier: Dossier, name: str) -> Rows:
    """Return one table of `dossier`; raises KeyError for a name that is none."""
    return _rows(index(dossier), name)


def _rows(book: Index, name: str) -> Rows:
    columns = [column.name for column in TABLES[name].columns]
    story = book.dossier.story.id
    made = ({"story": story, **row} for row in MAKERS[name](book))
    return Rows(name, ({column: row.get(column) for column in columns} for row in made))
