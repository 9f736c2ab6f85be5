"""Reports to try the laws on: three of one invented event, one of another, and strings of every kind."""

import io
import json
from collections.abc import Iterable

from hypothesis import strategies as st

from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.pipeline.run import Acquired, reconcile_documents
from crosswire.settings import Settings
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import acquire

ALONE = Settings(workers=1)

STRANGE = (
    "é" "e\u0301\u0323 🙂 👩‍🚀 \u202eretsnom\u202c שלום עולם قال الوزير 東京 \u0000 \u200b\u200f "
    "Z\u0351\u0346a\u0350l\u0308go ﬁ ǆ İ ß \u2028 \u00a0 “ ” ‘ ' \" « » ( [ — … <b> & % \\ \t"
).split(" ")  # fmt: skip
INSERTED = st.one_of(st.sampled_from(STRANGE), st.text(max_size=12)).map(
    lambda s: s.replace("\n", " ")
)
ANY = st.one_of(
    st.text(st.characters(codec=None), max_size=120),
    st.lists(
        st.sampled_from([*STRANGE, "\ud800", "\n\n", "said", "1,500", "on Monday", "Osk", "."]), max_size=30
    ).map(" ".join),
)  # fmt: skip

RECORDS = (
    {
        "id": "post",
        "outlet": "The Halden Post",
        "published_at": "2031-05-06",
        "title": "Halden summons envoy over drones",
        "text": "HALDEN CITY - Foreign Minister Mira Osk summoned the Belland ambassador on Tuesday after 40 drones"
        " crossed the border at night, the Foreign Ministry said.\n\n"
        "“We will not look away when our border is crossed,” Osk told reporters.\n\n"
        "Ambassador Jan Verrel denied that the drones belonged to the army of Belland.\n\n"
        "Belland and Halden signed a treaty on the border in 2019.",
    },
    {
        "id": "courier",
        "outlet": "Belland Courier",
        "published_at": "2031-05-07",
        "title": "Belland's ambassador called in by Halden ministry",
        "text": "The ambassador of Belland in Halden, Jan Verrel, was summoned to the Foreign Ministry on May 6 over"
        " more than 30 drones.\n\n"
        "Verrel said the drones did not belong to the army of Belland.\n\n"
        "Osk said Halden would not look away when its border was crossed, the ministry said in a statement.",
    },
    {
        "id": "wire",
        "outlet": "Osterland Wire",
        "published_at": "2031-05-07",
        "title": "Drones at the border: Halden protests",
        "text": "Halden protested to Belland on Tuesday after drones crossed its border.\n\n"
        "According to the Foreign Ministry of Halden, 40 drones crossed the border on Monday night.\n\n"
        "The army of Belland declined to comment. Reports of a wounded farmer could not be confirmed.",
    },
    {
        "id": "bakery",
        "outlet": "The Halden Post",
        "published_at": "2031-05-06",
        "title": "Oldest bakery of Lindmar closes its doors",
        "text": "The oldest bakery of Lindmar closed on Saturday after 130 years.\n\n"
        "“My knees decide now,” said Ulla Brandvik, 71, who baked there since 1979.",
    },
)
"""Three reports of one event with a quote, look-alike figures, a denial and silence; one of something else."""

HERALD = {
    "id": "herald",
    "outlet": "Belland Herald",
    "published_at": "2031-05-07",
    "title": "Halden recalls its ambassador",
    "text": "Halden summoned the ambassador of Belland, Jan Verrel, on Tuesday over drones at the border, the Foreign"
    " Ministry said.\n\n"
    "According to the Foreign Ministry, 55 drones crossed the border on Monday night.\n\n"
    "Verrel said the drones belonged to the army of Belland. The ambassador will return on May 20, the ministry"
    " said.",
}
"""One more report of the event, which says otherwise than the rest in its headline, a figure and a quote."""


def read(records: Iterable[object]) -> tuple[Document, ...]:
    """Return the documents that JSON Lines of `records` give."""
    lines = "\n".join(json.dumps(record) for record in records).encode()
    found = acquire(["-"], AcquireOptions(stdin=io.BytesIO(lines)))
    return tuple(item for item in found if isinstance(item, Document))


def dossiers(
    documents: Iterable[Document], settings: Settings = ALONE, least: int = 2
) -> list[Dossier]:
    """Return the dossiers that a single run over `documents` writes."""
    acquired = Acquired(documents=tuple(documents), skipped=())
    return [made for _, made in reconcile_documents(acquired, settings, least=least)]
