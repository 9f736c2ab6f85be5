"""The way of the data: sources to documents, documents to stories, stories to dossiers.

One-shot output is a pure function of the set of documents. A report without a date gets its story's day
as `story_date` in its metadata, where the time step may anchor on it and say so. Stages are imported where
they are used, so that a command loads only those it runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version

from msgspec.structs import replace

from crosswire.engine.local import map_chunks
from crosswire.errors import CrosswireError, SourceError
from crosswire.model.act import Judgement
from crosswire.model.annotation import Annotations
from crosswire.model.change import Notice
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier, Producer
from crosswire.model.fetched import Fetch
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.model.story import Story
from crosswire.pipeline.extensions import extended, opened
from crosswire.pipeline.registry import versions
from crosswire.settings import Settings
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.text.languages import is_whole

Progress = Callable[[str, int], None]
"""Called with the name of a stage and how many items it has done."""


class Acquired(Record, frozen=True, kw_only=True):
    """What a source gave: documents, and what was left out with its reason."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    notices: tuple[Notice, ...] = ()
    """What agencies and feeds took back; each stands among the skipped, too."""


def silent(stage: str, done: int) -> None:
    """Report progress to nobody."""


def acquire_options(
    settings: Settings, *, fetch: Fetch | None = None, **given: str | None
) -> AcquireOptions:
    """Return the options of `acquire` that `settings` and the call give; without `fetch`, no network is touched."""
    return AcquireOptions(
        max_document_bytes=settings.max_document_bytes,
        max_text_characters=settings.max_text_characters,
        max_html_depth=settings.max_html_depth,
        max_pages=settings.fetch_max_pages,
        fetch=fetch,
        **given,  # type: ignore[arg-type]
    )


def read_sources(
    sources: Iterable[str], options: AcquireOptions, progress: Progress = silent
) -> Acquired:
    """Return everything that `sources` hold, those that plug-ins read, too."""
    from crosswire.stages.acquire.sources import acquire

    named, options, unread = opened(list(sources), options)
    documents: list[Document] = []
    skipped: list[Skipped] = list(unread)
    notices: list[Notice] = []
    for item in acquire(named, options):
        if isinstance(item, Document):
            documents.append(item)
            progress("read", len(documents))
        elif isinstance(item, TakenBack):
            notices.append(item.notice)
            skipped.append(Skipped(document=item.document, reason=item.reason))
        else:
            skipped.append(item)
    return Acquired(documents=tuple(documents), skipped=tuple(skipped), notices=tuple(notices))


def nothing_read(sources: Sequence[str], skipped: Sequence[Skipped]) -> SourceError:
    """Return the error of a call that found no report at all; it repeats no credentials of an address."""
    if not skipped:
        return SourceError(", ".join(sources), "no report found in it")
    named = skipped[0].document if len(sources) == 1 else f"{len(sources)} sources"
    return SourceError(
        named if any("://" in s for s in sources) else ", ".join(sources), skipped[0].reason
    )


def annotate_documents(
    documents: Iterable[Document], settings: Settings, progress: Progress = silent
) -> Iterator[Annotations]:
    """Yield the annotations of each document, in order, streaming."""
    work = partial(annotate_chunk, settings.pipeline, settings.max_text_characters)
    for done, found in enumerate(map_chunks(work, documents, workers=settings.workers), start=1):
        progress("annotated", done)
        yield found


def annotate_chunk(pipeline: str, limit: int, chunk: Sequence[Document]) -> list[Annotations]:
    """Return the annotations of some documents; one that can't be read says why, and stops no other."""
    from crosswire.stages.annotate.layers import annotate

    try:
        return extended(chunk, list(annotate(chunk, pipeline=pipeline, limit=limit)))
    except CrosswireError:  # of the call and not of a document: no parser installed
        raise
    except Exception as error:
        if len(chunk) > 1:
            return [a for d in chunk for a in annotate_chunk(pipeline, limit, [d])]
        return [not_read(chunk[0], f"could not be read ({type(error).__name__}: {error})")]


def not_read(document: Document, why: str) -> Annotations:
    """Return the annotations of a report that no layer could be made of: its text, and why."""
    from crosswire.pipeline.versions import unread

    return replace(unread(document), skipped=why)


def group_stories(documents: Sequence[Document]) -> tuple[Story, ...]:
    """Return the settled stories of `documents`."""
    from crosswire.stages.cluster.settle import cluster

    return cluster(documents)


def with_story_date(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return a story's documents, those without a date marked with the day of the story's first report."""
    read = [d for d in documents if is_whole(d.language)] or documents
    dated = [d.published_at.value for d in read if d.published_at.value]
    if not dated or all(d.published_at.value for d in documents):
        return tuple(documents)
    day = min(dated)[:10]
    return tuple(
        d if d.published_at.value else replace(d, metadata={**d.metadata, "story_date": day})
        for d in documents
    )


def make_dossier(
    documents: Sequence[Document],
    annotations: Sequence[Annotations],
    settings: Settings,
    *,
    story_id: str | None = None,
    skipped: Sequence[Skipped] = (),
    elsewhere: Sequence[Document] = (),
    arrivals: Mapping[str, str] | None = None,
    notices: Sequence[Notice] = (),
    judgements: Sequence[Judgement] = (),
) -> Dossier:
    """Return the dossier of one story from its documents and their annotations, as far as people's `judgements` allow.

    Of several versions of a report the last one counts, in this story or `elsewhere`; `arrivals` tells which that is
    where the texts don't, and `notices` which reports were taken back. Annotations are of both kinds of documents.
    """
    from crosswire.pipeline.versions import tell_apart, with_versions, withdrawn_reports
    from crosswire.stages.reconcile.assemble import reconcile
    from crosswire.stages.reconcile.beside import with_others

    reports = tell_apart(documents, elsewhere=elsewhere, arrivals=arrivals, notices=notices)
    layers = {a.id: a for a in annotations}
    read = [d for d in reports.current if layers[d.id].read == "whole"]
    dossier = reconcile(
        read,
        [layers[d.id] for d in read],
        story_id=story_id,
        skipped=skipped,
        producer=producer(settings),
        judgements=judgements,
        gone=withdrawn_reports(reports, layers),
    )
    others = [d for d in reports.current if layers[d.id].read != "whole"]
    dossier = with_others(dossier, others, layers, named=story_id is not None)
    return with_versions(dossier, reports, layers)


def producer(settings: Settings) -> Producer:
    """Return what makes dossiers under these settings, parser and steps with their versions."""
    from crosswire.stages.annotate.parse import pipeline_name

    return Producer(
        version=version("crosswire"),
        settings=settings.digest(),
        steps={**versions(), "parser": pipeline_name(settings.pipeline)},
    )


def reconcile_documents(
    acquired: Acquired,
    settings: Settings,
    *,
    least: int = 2,
    progress: Progress = silent,
) -> Iterator[tuple[Story, Dossier]]:
    """Yield each story of at least `least` reports with its dossier, the largest first."""
    stories = group_stories(acquired.documents)
    progress("grouped", len(stories))
    by_id = {d.id: d for d in acquired.documents}
    wanted = sorted(
        (s for s in stories if len(s.documents) >= least), key=lambda s: (-len(s.documents), s.id)
    )
    groups = [with_story_date([by_id[i] for i in s.documents]) for s in wanted]
    layers: Mapping[str, Annotations] = {
        a.id: a
        for a in annotate_documents((d for group in groups for d in group), settings, progress)
    }
    for story, group in zip(wanted, groups, strict=True):
        yield (
            story,
            make_dossier(
                group,
                [layers[d.id] for d in group],
                settings,
                story_id=story.id,
                skipped=acquired.skipped,
                notices=acquired.notices,
            ),
        )


def assignment(documents: Sequence[Document], *, online: bool = False) -> Iterator[tuple[str, str]]:
    """Yield (document, story) in the order of `documents`: settled, or provisional at arrival."""
    if online:
        from crosswire.stages.cluster.online import assign_online

        for member in assign_online(documents):
            yield member.document, member.story
        return
    home = {name: story.id for story in group_stories(documents) for name in story.documents}
    for document in documents:
        yield document.id, home[document.id]


def without_working(annotations: Annotations) -> Annotations:
    """Return the annotations without the rules and confidences, which `--explain` shows."""

    def bare(found: Record) -> Record:
        return replace(found, rule=None, confidence=None)

    layers = ("mentions", "attributions", "figures", "times", "places", "events", "clauses")
    return replace(
        annotations, **{name: tuple(map(bare, getattr(annotations, name))) for name in layers}
    )
