"""The order in which a cluster's tasks are handed out, without a cluster."""

from crosswire.engine.ray import _Run


def test_the_last_tasks_are_known_before_they_are_handed_out() -> None:
    looked_at = []
    run = _Run((n, looked_at.append(n) or n) for n in range(6))
    assert run.more_than(2)
    assert looked_at == [0, 1, 2]
    assert [run.take(9, alone_too=True).task for _ in range(4)] == [0, 1, 2, 3]
    assert not run.more_than(2)  # from here on each is given when an actor is free
    assert [run.take(9, alone_too=True).task for _ in range(2)] == [4, 5]
    assert not run.over
    assert run.take(9, alone_too=True) is None
    assert run.over


def test_no_more_are_begun_than_may_be_ahead() -> None:
    run = _Run(enumerate("abc"))
    run.done = {0: "x", 1: "y"}
    assert run.take(2, alone_too=True) is None
    assert not run.over
    assert run.take(3, alone_too=True).task == "a"
