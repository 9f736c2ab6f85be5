"""Stories to dossiers: their documents annotated some at a time, then each story reconciled by itself.

Documents go to the parser in the order and the portions of `pipeline.run`, so that the bytes are the same.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice

import msgspec
from msgspec.structs import replace

from crosswire.engine.local import CHUNK
from crosswire.model.annotation import Annotations
from crosswire.model.change import Notice
from crosswire.model.codec import from_json, to_json
from crosswire.model.document import Document, Published
from crosswire.model.dossier import Dossier
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped
from crosswire.model.story import Story
from crosswire.pipeline.batch.reading import Batch, Row, Where, fetch_documents
from crosswire.pipeline.batch.shelf import Shelf
from crosswire.pipeline.batch.steps import Steps
from crosswire.pipeline.run import annotate_chunk, make_dossier, not_read, with_story_date
from crosswire.settings import Settings

TOGETHER = 24
"""Reports that are reconciled at a time, at least: of a large story all."""

_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode


class Dated(Record, frozen=True, kw_only=True):
    """A document on the shelf, and the day of its story where it has none itself."""

    where: Where
    story_date: str | None = None


class Annotating(Record, frozen=True, kw_only=True):
    """Documents to be annotated."""

    out: str
    documents: tuple[Dated, ...]


class Layered(Record, frozen=True, kw_only=True):
    """A document and its annotations: the file and the number in it."""

    document: Dated
    file: str
    number: int


class Reconciling(Record, frozen=True, kw_only=True):
    """Stories to be reconciled; `around` is the file of what was left out of the whole batch."""

    out: str
    around: str
    stories: tuple[tuple[str, tuple[Layered, ...]], ...]


class Made(Record, frozen=True, kw_only=True):
    """A dossier as JSON, or why there is none."""

    story: str
    dossier: bytes = b""
    problem: str = ""


Result = tuple[Story, Dossier | Skipped, tuple[Layered, ...]]


def dossiers(
    steps: Steps, batch: Batch, stories: Iterable[Story], settings: Settings, *, least: int = 2
) -> Iterator[Result]:
    """Yield each story of at least `least` reports with its dossier, or why it has none, the largest first."""
    wanted = sorted(
        (s for s in stories if len(s.documents) >= least), key=lambda s: (-len(s.documents), s.id)
    )
    rows = {row.where.id: row for row in batch.rows}
    groups = [_dated([rows[name] for name in story.documents]) for story in wanted]
    layered = _annotated(steps, [one for some in groups for one in some], settings)
    around = steps.name("around", to_json((batch.skipped, batch.notices)))
    steps.shelf.put(around, to_json((batch.skipped, batch.notices)))
    tasks = _portions(steps, around, wanted, groups, layered)
    by_id = {story.id: story for story in wanted}
    work = partial(reconcile_some, settings)
    for task in steps.run("reconcile", work, tasks, partial(_lost_stories, steps)):
        made = _decode(zlib.decompress(steps.shelf.get(task.out)), type=list[Made])
        for (id, members), one in zip(task.stories, made, strict=True):
            found: Dossier | Skipped = Skipped(document=id, reason=one.problem)
            if one.dossier:
                found = from_json(one.dossier, Dossier)
            yield by_id[id], found, members


def _dated(rows: Sequence[Row]) -> list[Dated]:
    """Return a story's documents as `pipeline.run.with_story_date` has them."""
    told = with_story_date(
        [
            Document(
                id=row.where.id,
                sha256="",
                text="",
                language=row.language,
                published_at=Published(value=row.published),
            )
            for row in rows
        ]
    )
    return [
        Dated(where=row.where, story_date=document.metadata.get("story_date"))
        for row, document in zip(rows, told, strict=True)
    ]


def _annotated(steps: Steps, documents: Sequence[Dated], settings: Settings) -> list[Layered]:
    """Annotate documents; return where their annotations are, in the same order."""
    chunks = (tuple(documents[n : n + CHUNK]) for n in range(0, len(documents), CHUNK))
    tasks = (Annotating(out=steps.name("annotate", *some), documents=some) for some in chunks)
    lost: list[tuple[Annotating, str]] = []
    work = partial(annotate_some, settings)
    found: list[Layered] = []
    for task in steps.run("annotate", work, tasks, lambda *about: lost.append(about)):
        for number, document in enumerate(task.documents):
            found.append(Layered(document=document, file=task.out, number=number))
    for task, _ in lost:
        _annotate_each(steps, task, work)
    return found


def _annotate_each(steps: Steps, task: Annotating, work: Callable[[str, Annotating], None]) -> None:
    """Annotate documents one by one that took every worker with them together; name the one that does it alone."""
    single = [
        Annotating(out=steps.name("annotate", one, "alone"), documents=(one,))
        for one in task.documents
    ]

    def lost(alone: Annotating, reason: str) -> None:
        (document,) = dated_documents(steps.shelf, alone.documents)
        put_annotations(steps.shelf, alone.out, [not_read(document, reason)])

    for _ in steps.run("annotate", work, single, lost):
        pass
    put_annotations(
        steps.shelf, task.out, [a for one in single for a in _layers(steps.shelf.place, one.out)]
    )


def _portions(
    steps: Steps,
    around: str,
    stories: Sequence[Story],
    groups: Sequence[Sequence[Dated]],
    layered: Iterable[Layered],
) -> Iterator[Reconciling]:
    waiting = iter(layered)
    held: list[tuple[str, tuple[Layered, ...]]] = []
    for number, (story, some) in enumerate(zip(stories, groups, strict=True), start=1):
        held.append((story.id, tuple(islice(waiting, len(some)))))
        if sum(len(members) for _, members in held) >= TOGETHER or number == len(stories):
            out = steps.name("reconcile", around, *held)
            yield Reconciling(out=out, around=around, stories=tuple(held))
            held = []


def _lost_stories(steps: Steps, task: Reconciling, reason: str) -> None:
    made = [Made(story=id, problem=f"no dossier: {reason}") for id, _ in task.stories]
    steps.shelf.put(task.out, zlib.compress(_encode(made), 1))


# ---------------------------------------------------------------- what workers do


def annotate_some(settings: Settings, shelf: str, task: Annotating) -> None:
    """Annotate some documents; keep their layers."""
    documents = dated_documents(Shelf(shelf), task.documents)
    found = annotate_chunk(settings.pipeline, settings.max_text_characters, documents)
    put_annotations(Shelf(shelf), task.out, found)


def reconcile_some(settings: Settings, shelf: str, task: Reconciling) -> None:
    """Reconcile some stories; keep their dossiers."""
    skipped, notices = _around(shelf, task.around)
    made = []
    for id, members in task.stories:
        documents = dated_documents(Shelf(shelf), [one.document for one in members])
        layers = [_layers(shelf, one.file)[one.number] for one in members]
        try:
            dossier = make_dossier(
                documents, layers, settings, story_id=id, skipped=skipped, notices=notices
            )
            made.append(Made(story=id, dossier=to_json(dossier)))
        except Exception as error:  # one story must not stop the others
            made.append(Made(story=id, problem=f"no dossier ({type(error).__name__}: {error})"))
    Shelf(shelf).put(task.out, zlib.compress(_encode(made), 1))


def documents_of(shelf: Shelf, members: Iterable[Layered]) -> list[Document]:
    """Return the documents of a story as they were read."""
    return fetch_documents(shelf, [one.document.where for one in members])


def layers_of(shelf: Shelf, members: Iterable[Layered]) -> list[Annotations]:
    """Return the annotations of a story's documents."""
    return [_layers(shelf.place, one.file)[one.number] for one in members]


def put_annotations(shelf: Shelf, out: str, found: Iterable[Annotations]) -> None:
    """Keep annotations under one name."""
    shelf.put(out, zlib.compress(to_json(list(found)), 1))


@lru_cache(maxsize=4)
def _layers(shelf: str, name: str) -> list[Annotations]:
    return from_json(zlib.decompress(Shelf(shelf).get(name)), list[Annotations])


@lru_cache(maxsize=1)
def _around(shelf: str, name: str) -> tuple[tuple[Skipped, ...], tuple[Notice, ...]]:
    return from_json(Shelf(shelf).get(name), tuple[tuple[Skipped, ...], tuple[Notice, ...]])


def dated_documents(shelf: Shelf, dated: Iterable[Dated]) -> list[Document]:
    """Return documents from the shelf, each without a date marked with its story's."""
    wanted = list(dated)
    return [
        replace(document, metadata={**document.metadata, "story_date": one.story_date})
        if one.story_date
        else document
        for document, one in zip(
            fetch_documents(shelf, [one.where for one in wanted]), wanted, strict=True
        )
    ]
