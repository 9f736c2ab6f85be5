"""Engines to be tested, and reports for them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.engine.nodes import QUIET, Nodes
from tests.properties.strategies import RECORDS

PLACES = "Ar Bel Cor Dun Esk Far Gol Hel Ist Jor Kel Lun Mor Nor Ost Pel Quen Ros Sel Tor".split()
ENDS = "mark vik stad haven".split()
THINGS = "drones balloons boats trucks rockets".split()


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
    """Return reports of so many events: those of the laws, each time of other countries, persons and days."""
    found = []
    for number in range(stories):
        end = ENDS[number // len(PLACES) % len(ENDS)]
        one, other, third = (PLACES[(number + n) % len(PLACES)] for n in (0, 7, 13))
        names = {
            "Halden": one + end, "HALDEN": (one + end).upper(), "Belland": f"{other}land", "Osterland": f"{third}ia",
            "Osk": f"{other}son", "Mira": f"{third}a", "Verrel": f"{third}rel", "Jan": f"{one}o",
            "drones": THINGS[number % len(THINGS)],
        }  # fmt: skip
        for record in RECORDS[:3]:
            text = dict(record)
            for old, new in names.items():
                text = {key: value.replace(old, new) for key, value in text.items()}
            day = date.fromisoformat(record["published_at"]) + timedelta(days=60 * number)
            found.append(
                {**text, "id": f"{record['id']}-{number}", "published_at": day.isoformat()}
            )
    return found


@pytest.fixture(scope="session")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files with 120 reports of 40 events."""
    folder = tmp_path_factory.mktemp("pile")
    records = many(40)
    for number in range(0, len(records), 40):
        lines = (json.dumps(record) for record in records[number : number + 40])
        (folder / f"{number:03}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "scan.jpg").write_bytes(b"%PDF")
    return folder
