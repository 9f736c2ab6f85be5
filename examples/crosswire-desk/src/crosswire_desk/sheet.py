"""A source: reports in the rows of a tab-separated file, named `sheet:PATH`."""

import csv
from collections.abc import Iterator
from pathlib import Path


def read(path: str) -> Iterator[dict[str, str]]:
    """Yield a record for each row that has a text.

    Columns are those of Crosswire's JSON Lines (id, title, text, outlet, agency, url, published_at, language);
    any other is kept in the report's metadata. What is raised here is shown to the user with the plug-in's name.
    """
    with Path(path).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            record = {key: value for key, value in row.items() if key and value}
            if record.get("text"):
                yield record
