"""All layers of a document, in the order in which each needs the others."""

import sys
import traceback
from collections.abc import Iterable, Iterator
from itertools import tee

from msgspec.structs import replace

from crosswire.model.annotation import Annotations, Parse, Sentence
from crosswire.model.document import Document
from crosswire.stages.annotate.attributions import find_attributions
from crosswire.stages.annotate.clauses import find_clauses
from crosswire.stages.annotate.events import find_events
from crosswire.stages.annotate.figures import find_figures
from crosswire.stages.annotate.mentions import find_mentions
from crosswire.stages.annotate.parse import parse
from crosswire.stages.annotate.partly import lines_of, words_of
from crosswire.stages.annotate.partly_figures import find_figures as find_figures_partly
from crosswire.stages.annotate.partly_quotes import find_attributions as find_attributions_partly
from crosswire.stages.annotate.places import find_places
from crosswire.stages.annotate.times import find_times
from crosswire.stages.annotate.tree import Tree
from crosswire.text.languages import is_whole, language


def annotate(
    documents: Iterable[Document], *, pipeline: str = "", limit: int = sys.maxsize
) -> Iterator[Annotations]:
    """Yield the annotations of each document, in order; of documents in a language without rules the layers are empty.

    A document on which a layer fails keeps empty layers, too, and says so: it never stops the rest.
    """
    for_parse, for_layers = tee(documents)
    parses = parse((d for d in for_parse if reads(d)), pipeline=pipeline, limit=limit)
    for document in for_layers:
        parsed = next(parses) if reads(document) else None
        try:
            yield partly(document, limit) if parsed is None else layers(document, parsed, limit)
        except Exception as error:  # a defect of ours, of whatever kind
            last = traceback.extract_tb(error.__traceback__)[-1]
            yield unread(
                document,
                f"a defect of crosswire: {type(error).__name__}: {error} in {last.name}; "
                "the report is kept but not read; please send it to us",
            )


def reads(document: Document) -> bool:
    """Tell whether `document` is in a language that is read."""
    return is_whole(document.language)


def partly(whole: Document, limit: int = sys.maxsize) -> Annotations:
    """Return the layers that rules fill without a parser, in a language that has such rules; else none."""
    known = language(whole.language)
    if known.depth != "part":
        return unread(
            whole,
            f"not analysed: its language is {known.name}; it is grouped and counted, and nothing rests on it",
        )
    document, words = _within(whole, limit), words_of(known.code)
    lines = lines_of(document, words)
    entities, attributions = find_attributions_partly(lines, document.text, words)
    return _annotations(
        whole,
        sentences=tuple(Sentence(start=s.start, end=s.end, block=s.block) for s in lines),
        entities=entities,
        attributions=attributions,
        figures=find_figures_partly(lines, document.text, words),
        read="part",
    )


def unread(document: Document, why: str) -> Annotations:
    """Return the annotations of a document that is kept but not read."""
    return _annotations(document, skipped=why, read="none")


def _within(document: Document, limit: int) -> Document:
    """Return `document` with no block past `limit`, so that no layer reads further than the parser."""
    if len(document.text) <= limit:
        return document
    kept = (replace(b, end=min(b.end, limit)) for b in document.blocks if b.start < limit)
    return replace(document, blocks=tuple(kept))


def layers(whole: Document, parse: Parse, limit: int = sys.maxsize) -> Annotations:
    """Return every layer of a document, read up to `limit` code points."""
    document = _within(whole, limit)
    tree = Tree(parse, document.text)
    entities, mentions = find_mentions(document, tree)
    places = find_places(document, tree, mentions)
    times = find_times(document, tree)
    figures = find_figures(document, tree, times)
    attributions = find_attributions(document, tree, entities, mentions)
    return _annotations(
        whole,
        sentences=tuple(Sentence(start=s.start, end=s.end, block=s.block) for s in parse.sentences),
        entities=entities,
        mentions=mentions,
        attributions=attributions,
        figures=figures,
        times=times,
        places=places,
        events=find_events(document, tree, entities, mentions, attributions, times, places),
        clauses=find_clauses(document, tree, attributions),
    )


def _annotations(document: Document, **found: object) -> Annotations:
    return Annotations(
        id=document.id,
        sha256=document.sha256,
        text=document.text,
        body_start=document.body_start,
        language=document.language,
        outlet=document.outlet,
        agency=document.agency,
        title=document.title,
        url=document.url,
        published_at=document.published_at,
        blocks=document.blocks,
        **found,  # type: ignore[arg-type]
    )
