import numpy as np
import pytest

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
