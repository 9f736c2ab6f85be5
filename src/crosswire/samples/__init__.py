"""Sample reports to try Crosswire on, written for this project and published nowhere else.

`ambassador` retells in new words what was publicly known of one real event, on 21 October 2024; its outlets and
its news agency are invented, and quotations are renderings of our own. `ferry` is an accident that never
happened, in a country that does not exist, with invented people. Faults are planted in both on purpose (`NOTICE`
beside this file says the same).
"""

from pathlib import Path

from crosswire.errors import UsageError

_REPORTS = Path(__file__).parent / "reports"
BUNDLES = ("ambassador", "ferry")


def sample_folder(name: str | None = None) -> Path:
    """Return the folder of one bundle of sample reports, or of all; raises UsageError for a name that is none."""
    if name is None:
        return _REPORTS
    if name not in BUNDLES:
        raise UsageError(f"no samples called {name!r}; there are: {', '.join(BUNDLES)}")
    return _REPORTS / name
