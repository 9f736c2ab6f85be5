"""How often a law is tried with what chance draws: a few times in every run, many in `make soak` (CROSSWIRE_SOAK=1)."""

import os

LONG = os.environ.get("CROSSWIRE_SOAK") == "1"


def rounds(short: int, long: int) -> range:
    """Return the seeds to be tried."""
    return range(long if LONG else short)
