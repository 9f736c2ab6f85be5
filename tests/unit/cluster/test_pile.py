"""A pile gives back what went in, whatever it is called and however it came; speed changes no list."""

import numpy as np
from tests.unit.cluster.reports import FERRY, QUAKES, report

from crosswire.stages.cluster import nearest
from crosswire.stages.cluster.pile import Pile, Read, packed, page, renamed
from crosswire.stages.cluster.sketch import pack, sketch
from crosswire.stages.cluster.wards import wards, wards_of

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


def test_likenesses_are_those_of_the_weights_of_shared_terms(monkeypatch):
    long = report("long", " ".join(f"ferry{i} Lindmar steering" for i in range(300)), "sandbank")
    items = [sketch(document) for document in (*FERRY, long, *QUAKES)]
    rows, scale = nearest.flat(items), nearest.Scale()
    mine, others = (part.ravel() for part in np.indices((len(items), len(items))))

    def plain(one, other):
        known, asked = (
            {n: (int(item.body[i]), int(item.head[i])) for i, n in enumerate(item.terms.tolist())}
            for item in (one, other)
        )
        found = sum(
            3 * known[n][0] * asked[n][0] + 2 * known[n][1] * asked[n][1]
            for n in known.keys() & asked.keys()
        )
        day = np.nan if one.day is None else one.day
        days = np.array([np.nan if other.day is None else other.day])
        return nearest.faded(np.array([found]), day, days)[0]

    wanted = [
        plain(items[i], items[j]) for i, j in zip(mine.tolist(), others.tolist(), strict=True)
    ]
    assert scale.of_pairs(rows, mine, others).tolist() == wanted
    monkeypatch.setattr(nearest, "CELLS", 1000)
    assert scale.of_pairs(rows, mine, others).tolist() == wanted
    # A column may end with any of its rows.
    assert scale.likenesses(3, nearest.flat(items[:4]), np.arange(4)).tolist() == [
        plain(items[3], other) for other in items[:4]
    ]


def test_wards_from_rows_are_those_of_lists():
    """Chains, ties of one side, and pairs that a person put together come out the same either way."""
    random = np.random.default_rng(3)
    sizes = set()
    for _ in range(200):
        count = int(random.integers(0, 30))
        lists = nearest.Lists.empty(count)
        alike = (random.random((count, count)) ** 8 * nearest.SCALE / 2).astype(int)
        alike = np.maximum(alike, alike.T)
        for i in range(count):
            others = random.permutation([j for j in range(count) if j != i])[: random.integers(11)]
            others = sorted(others.tolist(), key=lambda j: -alike[i, j])
            lists.places[i, : len(others)] = others
            lists.values[i, : len(others)] = [alike[i, j] for j in others]
        bound = [(0, count - 1)] if count > 20 else []
        found = wards_of(lists, bound)
        assert found == wards({i: lists.of(i) for i in range(count)}, bound)
        sizes |= {len(ward) for ward in found}
    assert {1, 2, 3, 8} <= sizes
