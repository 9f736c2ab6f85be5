"""What a process remembers from one settling to the next: the desk at which reports arrive, as long as it holds.

It holds while nobody else changed what settling stands on, which the store counts (`View.ground`). It is taken out
before it is used and put back when the transaction has ended well: whatever fails leaves nothing to go on from.
"""

from weakref import WeakKeyDictionary

from crosswire.stages.cluster.arrive import Desk
from crosswire.stages.cluster.ground import Ground
from crosswire.store.base import Store

_desks: WeakKeyDictionary[Store, tuple[int, Desk]] = WeakKeyDictionary()


def taken(store: Store, count: int, ground: Ground) -> Desk:
    """Return the desk that was left at this count, to go on over `ground`; else an empty one."""
    left, desk = _desks.pop(store, (None, None))
    if desk is not None and left == count and desk.follows(ground):
        return desk
    return Desk(ground)


def keep(store: Store, count: int, desk: Desk) -> None:
    """Leave a desk for the next settling, which goes on from it if it finds the same count."""
    _desks[store] = (count, desk)
