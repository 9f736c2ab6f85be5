"""Words that are looked for together, as every index of words is asked for them."""

from typing import NamedTuple


class Phrase(NamedTuple):
    """Words that stand together; with `open_end` the last may be any longer one."""

    words: list[str]
    open_end: bool
