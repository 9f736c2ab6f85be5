import pytest

from crosswire.engine import local


def doubled(chunk: list[int]) -> list[int]:
    return [2 * n for n in chunk]


@pytest.mark.parametrize("count", [0, 1, local.CHUNK, local.CHUNK + 1, 3 * local.CHUNK])
def test_results_come_in_the_order_of_the_items(count):
    assert list(local.map_chunks(doubled, range(count), workers=1)) == [2 * n for n in range(count)]


def test_few_items_never_start_a_pool(monkeypatch):
    monkeypatch.setattr(local, "ProcessPoolExecutor", None)
    few = range(local.POOL_FROM - 1)
    assert list(local.map_chunks(doubled, few, workers=4)) == [2 * n for n in few]


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for n in range(10 * local.POOL_FROM):
            taken.append(n)
            yield n

    results = local.map_chunks(doubled, items(), workers=1)
    assert taken == []
    assert next(results) == 0
    assert len(taken) <= local.POOL_FROM


@pytest.mark.parametrize("count", [1, None])
def test_a_system_that_does_not_know_affinity_is_asked_for_its_cores(monkeypatch, count):
    monkeypatch.delattr(local.os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(local.os, "cpu_count", lambda: count)
    monkeypatch.setattr(local, "ProcessPoolExecutor", None)
    many = range(2 * local.POOL_FROM)
    assert list(local.map_chunks(doubled, many)) == [2 * n for n in many]
