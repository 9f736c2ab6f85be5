"""Engines to be tested, and reports for them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.nodes import QUIET, Nodes
from tests.properties.strategies import RECORDS

PLACES = "Ar Bel Cor Dun Esk Far Gol Hel Ist Jor Kel Lun Mor Nor Ost Pel Quen Ros Sel Tor".split()
ENDS = "mark vik stad haven".split()


@pytest.fixture(scope="session")
def nodes() -> Iterator[Nodes]:
    """A cluster of two nodes."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUIET.items():
            if name.startswith("RAY_"):
                patch.setenv(name, value)
        found = Nodes()
        yield found
        found.close()


def many(stories: int) -> list[dict[str, str]]:
    """Return reports of so many events: those of the laws, each time in other countries."""
    found = []
    for number in range(stories):
        first, last = divmod(number, len(ENDS))
        one = PLACES[first % len(PLACES)] + ENDS[last]
        other = PLACES[(first + 7) % len(PLACES)] + "land"
        for record in RECORDS[:3]:
            text = {
                key: value.replace("Halden", one)
                .replace("Belland", other)
                .replace("HALDEN", one.upper())
                for key, value in record.items()
            }
            found.append({**text, "id": f"{record['id']}-{number}"})
    return found


@pytest.fixture(scope="session")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files with 150 reports of 50 events."""
    folder = tmp_path_factory.mktemp("pile")
    records = many(50)
    for number in range(0, len(records), 40):
        lines = (json.dumps(record) for record in records[number : number + 40])
        (folder / f"{number:03}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "scan.jpg").write_bytes(b"%PDF")
    return folder
