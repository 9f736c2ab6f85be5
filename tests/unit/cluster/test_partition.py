"""Neighbours found in parts are those found at once, however the parts are cut."""

from itertools import pairwise

import numpy as np
import pytest
from tests.engine.conftest import many
from tests.properties.strategies import read

from crosswire.model.document import Document
from crosswire.stages.cluster.across import ties_among
from crosswire.stages.cluster.nearest import nearest
from crosswire.stages.cluster.partition import PARTS, hold, keys_of_all, lists_of, part_of, ties_at
from crosswire.stages.cluster.sketch import Sketch, sketch

FOREIGN = {
    "id": "zeitung",
    "language": "de",
    "published_at": "2031-05-07",
    "title": "Armark bestellt Botschafter ein: 40 Drohnen über der Grenze zu Helland",
    "text": "Armark hat am Dienstag Jan Verrel, den Botschafter von Helland, einbestellt, nachdem 40 Drohnen die Grenze"
    " überquert hatten. Mira Osk sagte, Armark werde nicht wegsehen.",
}


@pytest.fixture(scope="module")
def items() -> list[Sketch]:
    documents: tuple[Document, ...] = read([*many(30), FOREIGN])
    return sorted(map(sketch, documents), key=lambda item: (item.rank, item.id))


@pytest.mark.parametrize("cuts", [(0, PARTS), (0, 1, 9, 40, PARTS)])
@pytest.mark.parametrize("size", [7, 1000])
def test_parts_make_no_difference(items: list[Sketch], cuts: tuple[int, ...], size: int) -> None:
    keys, owners = keys_of_all(items)
    parts = part_of(keys)
    assert set(parts.tolist()) <= set(range(PARTS))
    held = []
    for first, last in pairwise(cuts):
        here = (parts >= first) & (parts < last)
        held.append(hold(keys[here], owners[here].astype(np.int64)))
    lengths = np.array([len(item.keys) for item in items], np.int64)
    whole = nearest(items)

    def sketches(places: object) -> dict[int, Sketch]:
        return {i: items[i] for i in places}  # type: ignore[attr-defined]

    def known() -> tuple[list[str], list[int]]:
        return [item.id for item in items], [item.rank for item in items]

    ties = []
    for start in range(0, len(items), size):
        own = {i: items[i] for i in range(start, min(start + size, len(items)))}
        found = lists_of(own, held, lengths, sketches)
        assert found.places.tolist() == whole.places[start : start + size].tolist()
        assert found.values.tolist() == whole.values[start : start + size].tolist()
        ties += ties_at(own, held, sketches, known)
    assert any(listed for listed in whole.places.tolist())
    assert ties == ties_among(items)


def test_of_many_holders_the_first_are_seen() -> None:
    held = hold(np.full(300, 5, np.uint64), np.arange(300)[::-1].copy())
    which, others = held.of(np.array([4, 5], np.uint64), 100)
    assert set(which.tolist()) == {1}
    assert others.tolist() == list(range(100))
    assert hold(np.zeros(0, np.uint64), np.zeros(0, np.int64)).of(np.array([1], np.uint64), 9)[
        1
    ].tolist() == []  # fmt: skip
