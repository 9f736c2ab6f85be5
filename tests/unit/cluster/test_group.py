import numpy as np
import pytest

from crosswire.stages.cluster import group as grouping
from crosswire.stages.cluster.group import Bounds, fitted, group


def likeness(*rows: tuple[float, ...]) -> np.ndarray:
    upper = np.array(rows)
    return np.triu(upper, 1) + np.triu(upper, 1).T


BOUNDS = Bounds(least=0.1, lonely=0.2)
STRANGERS = np.full((4, 4), 0.05)
PAIRS = likeness((0, 0.4, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0.4), (0, 0, 0, 0))
HALF = likeness((0, 0.4, 0.05, 0.05), (0, 0, 0.05, 0.05), (0, 0, 0, 0.05), (0, 0, 0, 0))


@pytest.mark.parametrize(("found", "least"), [(STRANGERS, 0.2), (PAIRS, 0.1), (HALF, 0.15)])
def test_the_fewer_have_another_the_more_is_asked(found, least):
    assert fitted(BOUNDS, found).least == least
    assert fitted(BOUNDS, found).sure == BOUNDS.sure


def test_a_weak_pair_is_a_story_among_stories_and_none_among_strangers():
    values = np.zeros((12, 12))
    values[0, 1] = values[1, 0] = 0.13
    assert len(group(values, fitted(BOUNDS, values))) == 12
    for i in range(2, 12, 2):
        values[i, i + 1] = values[i + 1, i] = 0.4
    assert group(values, fitted(BOUNDS, values))[0].members == (0, 1)


def test_bounds_that_ask_more_than_for_strangers_stand():
    assert fitted(Bounds(least=0.3, lonely=0.2), STRANGERS).least == 0.3


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("digits", [1, 9])
def test_few_and_many_are_merged_alike(monkeypatch, seed, digits):
    random = np.random.default_rng(seed)
    values = np.triu(random.random((24, 24)) ** 3, 1).round(digits)
    values += values.T
    decided = [(0, 7), (3, 9)], [(1, 2), (0, 3), (7, 9)]
    found = [group(values, Bounds(), *pairs) for pairs in ((), decided)]
    monkeypatch.setattr(grouping, "SMALL", 0)
    assert [group(values, Bounds(), *pairs) for pairs in ((), decided)] == found
    assert any(len(one.members) > 1 for one in found[0])
    home = {i: one for one in found[1] for i in one.members}
    assert home[0] is home[7]
    assert all(home[i] is not home[j] for i, j in decided[1])
