"""What a workspace holds, as hashes: two that went through different troubles must have the same."""

import hashlib

from crosswire.model.codec import to_json
from crosswire.workspace import Workspace


def state(desk: Workspace) -> dict[str, str]:
    """Return a hash of each part of what `desk` holds that does not depend on when it was done."""
    view = desk.store.view()
    parts = {
        "documents": list(view.documents()),
        "stories": sorted(
            (s.id, s.documents, [(m.document, m.nearest) for m in s.members])
            for s in view.stories()
        ),
        "lines": sorted(
            (x.id, x.title, x.documents, x.outlets) for x in view.story_lines(limit=10**6)
        ),
        "acts": [
            (
                a.kind,
                a.who,
                sorted((sorted(a.documents), sorted(a.others))),
                a.names,
                a.text,
                a.stands,
            )
            for a in view.acts()
        ],
        "words": [view.search(word, 10**6) for word in ("river", "Aldmoor", "boats", "ferry")],
        "waiting": view.unsettled(),
    }
    return {name: hashlib.sha256(to_json(value)).hexdigest()[:16] for name, value in parts.items()}
