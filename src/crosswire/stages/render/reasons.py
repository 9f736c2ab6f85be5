"""Why a claim stands where it stands, short enough to stand beside it: a claim's `explain` in, a sentence out."""

import re
from collections.abc import Sequence

MOST = 3
"""Features named: the ones that weigh most decide, the rest are counted."""
_FEATURE = re.compile(r"([^:]{1,60}): .{0,40}= ([+-]\d+\.\d\d)$")
_TIED = re.compile(r"tied to \S+ by (\d\.\d\d)")


def because(explain: Sequence[str]) -> str:
    """Return why a claim was joined to another, its weightiest features first; "" for one that stands alone."""
    tied = next((found[1] for line in explain if (found := _TIED.match(line))), None)
    if tied is None:
        return ""
    features = [(found[1], found[2]) for line in explain if (found := _FEATURE.match(line))]
    features.sort(key=lambda f: -abs(float(f[1])))
    named = [f"{feature} {weight}" for feature, weight in features[:MOST]]
    if len(features) > MOST:
        named.append(f"{len(features) - MOST} of less weight")
    turns = [line for line in explain if line.startswith("without ")]
    return f"Joined at {tied}: " + "; ".join([", ".join(named), *turns])
