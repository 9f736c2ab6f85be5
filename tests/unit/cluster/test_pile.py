"""A pile gives back what went in, whatever it is called and however it came; speed changes no list."""

import numpy as np
from tests.unit.cluster.reports import FERRY, QUAKES, report

from crosswire.stages.cluster import nearest
from crosswire.stages.cluster.pile import Pile, Read, packed, page, renamed
from crosswire.stages.cluster.sketch import pack, sketch

ITEMS = [sketch(document) for document in (*FERRY, *QUAKES)]


def held(folder, put):
    pile = Pile(folder)
    put(pile)
    pile.close()
    with Read(folder) as read:
        found = [read.sketch(place) for place in range(len(pile))]
    return {item.id: (item.sha256, pack(item)) for item in found}


def test_names_of_any_kind_come_back(tmp_path):
    names = ["two\nlines", " 7 blanks ", "港", "12 34", "\udcff", ""]
    items = [sketch(report(name, f"Ferry {i}", "Harbour wall")) for i, name in enumerate(names)]
    found = held(tmp_path, lambda pile: pile.add(map(packed, items)))
    assert found == {item.id: (item.sha256, pack(item)) for item in items}


def test_of_one_id_the_first_counts(tmp_path):
    again = sketch(report(ITEMS[0].id, "Something else", "Of another kind"))
    items = [*ITEMS, again]
    found = held(tmp_path, lambda pile: [pile.add(map(packed, items)), pile.add([packed(again)])])
    assert found[ITEMS[0].id] == (ITEMS[0].sha256, pack(ITEMS[0]))
    assert len(found) == len(ITEMS)


def test_a_page_under_other_names_is_that_of_reports_so_named():
    names = ["first", None, *(item.id for item in ITEMS[2:])]
    rows = [(name, *packed(item)[1:]) for name, item in zip(names, ITEMS, strict=True) if name]
    assert renamed(page([packed(item) for item in ITEMS]), names) == page(rows)


def test_lists_are_the_same_where_whole_numbers_are_too_short(monkeypatch):
    items = sorted(ITEMS, key=lambda item: (item.rank, item.id))
    found = nearest.nearest(items)
    monkeypatch.setattr(nearest, "WHOLE", 8)
    monkeypatch.setattr(nearest, "TOGETHER", 2)
    again = nearest.nearest(items)
    assert (found.places >= 0).any()
    assert np.array_equal(found.places, again.places)
    assert np.array_equal(found.values, again.values)
