"""A dossier asked for again: where nothing that it is made of has changed, the kept revision is it.

What it was made of goes in as a hash, beside the number of its revision; the dossier comes out as it would be made
anew, so that a desk that is opened again shows its stories at once.
"""

import hashlib

from msgspec.structs import replace

from crosswire.model.codec import to_json
from crosswire.model.dossier import Dossier, Producer
from crosswire.model.record import Record
from crosswire.model.story import Story
from crosswire.pipeline.revisions import Gathered, settled_marks, without_texts
from crosswire.store.base import Store, View


class Made(Record, frozen=True, kw_only=True):
    """Of what (a hash) the revision of this number was made last."""

    of: str
    revision: int


def made_of(story: Story, found: Gathered, producer: Producer) -> str:
    """Return the hash of all that a dossier depends on: reports, arrivals, notices, judgements, makers."""
    return hashlib.sha256(to_json([story.id, found, producer])).hexdigest()[:32]


def kept_dossier(view: View, story: str, of: str) -> Dossier | None:
    """Return the kept dossier that was made of the same, with its reports' texts; None where there is none."""
    made = view.record(story, Made)
    kept = view.revision(story, made.revision) if made is not None and made.of == of else None
    if kept is None or not settled_marks(view, kept):
        return None
    names = [d.id for d in (*kept.documents, *kept.earlier)]
    texts = {d.id: d.text for d in view.documents(names)}
    if not texts.keys() >= set(names):
        return None
    return replace(
        kept,
        documents=tuple(replace(d, text=texts[d.id]) for d in kept.documents),
        earlier=tuple(replace(d, text=texts[d.id]) for d in kept.earlier),
    )


def remember_made(store: Store, dossier: Dossier, of: str) -> None:
    """Keep of what the newest revision was made, if it is the dossier to the letter."""
    story, number = dossier.story.id, dossier.story.revision
    view = store.view()
    if view.revision(story, number) == without_texts(dossier):
        made = Made(of=of, revision=number)
        if view.record(story, Made) != made:
            with store.writer() as writer:
                writer.put_record(story, made)
