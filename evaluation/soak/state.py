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
        # A deed killed after its last write and done again is an act said twice: nothing of it is lost.
        "acts": list(
            dict.fromkeys(
                (
                    a.kind,
                    a.who,
                    tuple(sorted((tuple(sorted(a.documents)), tuple(sorted(a.others))))),
                    a.names,
                    a.text,
                    a.stands,
                )
                for a in view.acts()
            )
        ),
        "words": [view.search(word, 10**6) for word in ("river", "Aldmoor", "boats", "ferry")],
        "waiting": view.unsettled(),
    }
    return {name: hashlib.sha256(to_json(value)).hexdigest()[:16] for name, value in parts.items()}
