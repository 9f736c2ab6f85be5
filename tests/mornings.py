"""A story over two mornings, for tests of what is new: a dam gives way, and the next day more is known.

Written for this project; the town, the company, people and outlets are invented.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from crosswire.model.annotation import Annotations
from crosswire.model.change import Notice
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.pipeline.run import make_dossier
from crosswire.settings import Settings
from crosswire.stages.annotate.layers import annotate
from tests.build import document

REPORTS: dict[str, dict[str, Any]] = {
    "post": {
        "outlet": "Orvale Post",
        "url": "https://www.orvalepost.example/dam?utm_source=feed",
        "published_at": "2031-05-02T10:00:00Z",
        "text": """Dam above Orvale gives way

A dam above the town of Orvale gave way on Friday, killing 12 people and flooding the lower quarter, \
the regional governor said.

Rescuers pulled 40 people from rooftops before dark. The water plant was shut down.

"We had no warning," said Ilsa Brandt, the mayor of Orvale.

The operator, Norhydra, said the dam had been inspected in March. Schools will stay closed on Monday.

Crews worked through the night to reach two villages that were cut off by the flood. \
The road to the north is under water.
""",
    },
    "kestrel": {
        "outlet": "The Kestrel",
        "published_at": "2031-05-02T12:00:00Z",
        "text": """Dam break above Orvale: 12 dead

A dam above Orvale broke on Friday and killed 12 people, the regional governor said.

Norhydra said the dam was inspected in March. Schools will stay closed on Monday, the town council said.
""",
    },
    "post2": {
        "outlet": "Orvale Post",
        "url": "http://orvalepost.example/dam",
        "published_at": "2031-05-02T10:00:00Z",
        "text": """Dam above Orvale collapses, killing 15

A dam above the town of Orvale gave way on Friday, killing 15 people and flooding the lower quarter.

Rescuers pulled 40 people from rooftops before dark. The water plant was shut down.

The operator, Norhydra, said the dam had been inspected in March.

"We had no warning," said Ilsa Brandt, the mayor of Orvale.

Crews worked through the night to reach two villages that were cut off by the flood. \
The road to the north is under water.

Prosecutor Dana Welk said an inquiry had been opened into the operator's records.
""",
    },
    "lantern": {
        "outlet": "Daily Lantern",
        "published_at": "2031-05-03T08:00:00Z",
        "text": """Norhydra dam breaks above Orvale, at least 14 dead

At least 14 people were killed when a dam above Orvale broke on Friday, the fire service said.

Mayor Ilsa Brandt said residents had no warning. The governor said the water plant was shut down.

Norhydra denied that the dam had been neglected. The company will publish its inspection report on 10 May.
""",
    },
    "copy": {
        "outlet": "Valley Courier",
        "published_at": "2031-05-02T14:00:00Z",
        "text": "",
    },
}
REPORTS["copy"]["text"] = REPORTS["post"]["text"]
FIRST, SECOND = ("post", "kestrel"), ("post", "post2", "kestrel", "lantern")
ARRIVALS = {name: f"2031-05-0{day}" for name, day in
            (("post", 2), ("kestrel", 2), ("copy", 2), ("post2", 3), ("lantern", 3))}  # fmt: skip


@cache
def report(name: str) -> Document:
    """Return one of the reports."""
    return document(**{"id": name, **REPORTS[name]})


@cache
def layers(name: str) -> Annotations:
    """Return what one of the reports says."""
    (found,) = annotate([report(name)])
    return found


def state(names: Sequence[str], *, notices: Sequence[Notice] = (), story: str = "s0dam") -> Dossier:
    """Return the dossier of these reports."""
    return make_dossier(
        [report(n) for n in names],
        [layers(n) for n in names],
        Settings(),
        story_id=story,
        arrivals=ARRIVALS,
        notices=notices,
    )
