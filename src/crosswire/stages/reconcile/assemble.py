"""A story's documents and layers to its dossier: every stage of reconciling in the order of the data.

1. Entities across reports; copied passages.  2. Statements with chains and roots.  3. Alignment to points.
4. Figures, quotes, conflicts.  5. Timeline, outlook, coverage, lede.  6. Events, places, provenance.

The result is a pure function of the set of documents: everything is sorted by content, nothing by arrival.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import fsum

from msgspec.structs import replace

from crosswire.model.act import Judgement
from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier, DossierDocument, DossierStory, Producer, Provenance
from crosswire.model.record import content_id
from crosswire.model.skipped import Skipped
from crosswire.stages.reconcile.align import Pair, align, score_pairs
from crosswire.stages.reconcile.conflict_rules import find_conflicts
from crosswire.stages.reconcile.conflicts import Held
from crosswire.stages.reconcile.copies import find_copies
from crosswire.stages.reconcile.copies_statements import (
    attached,
    counterparts,
    inherited,
    likenesses,
    placed,
    told_again,
)
from crosswire.stages.reconcile.coverage import cover, find_omissions
from crosswire.stages.reconcile.digressions import digression
from crosswire.stages.reconcile.disputes import disputed, only_against
from crosswire.stages.reconcile.entities import StoryEntity, gather_entities, to_dossier
from crosswire.stages.reconcile.figure_groups import superseded
from crosswire.stages.reconcile.figures import group_figures, is_conversion
from crosswire.stages.reconcile.judged import aliases, judged_origins, links
from crosswire.stages.reconcile.lede import write_lede
from crosswire.stages.reconcile.occasions import occasions
from crosswire.stages.reconcile.outlook import find_expectations, find_open_questions
from crosswire.stages.reconcile.points import Reading, folded, is_background, make_point
from crosswire.stages.reconcile.provenance import citations, turned_away, unresolved
from crosswire.stages.reconcile.quotes import collate
from crosswire.stages.reconcile.records import find_events, find_places, opposed_countries
from crosswire.stages.reconcile.roots import Roots
from crosswire.stages.reconcile.settled_roots import settle_origins
from crosswire.stages.reconcile.statements import Statement, read_statements
from crosswire.stages.reconcile.taken_back import Gone, find_taken_back
from crosswire.stages.reconcile.terms import vectors
from crosswire.stages.reconcile.timeline import dating, make_timeline
from crosswire.stages.reconcile.titles import title
from crosswire.stages.reconcile.tolls import Told, counts_up
from crosswire.stages.reconcile.utterances import utterances
from crosswire.text.languages import language


def reconcile(
    documents: Sequence[Document],
    annotations: Sequence[Annotations],
    *,
    story_id: str | None = None,
    skipped: Sequence[Skipped] = (),
    producer: Producer | None = None,
    judgements: Sequence[Judgement] = (),
    gone: Sequence[Gone] = (),
) -> Dossier:
    """Return the dossier of one story: its `documents` with the layers of each, in any order.

    What a person judged of claims, names and roots (`judgements`) stands, and is marked with its act. What is copied
    from reports that are `gone`, taken back by their makers, is marked with why.
    """
    documents = sorted(documents, key=lambda d: (d.published_at.value or "9999", d.id))
    by_id = {a.id: a for a in annotations}
    layers = [by_id[d.id] for d in documents]
    copies, copy_edges = find_copies(documents, by_id)
    named_one = aliases(judgements, by_id)
    entities, of = gather_entities(layers, named_one, copies.original)
    who = {d.id: {local: e for (doc, local), e in of.items() if doc == d.id} for d in documents}
    asides = {a.id: aside for a in layers if (aside := digression(a, who[a.id])) is not None}
    statements = [
        s
        for a in layers
        for s in read_statements(a, who[a.id])
        if a.id not in asides or s.start < asides[a.id].start
    ]
    roots = Roots(documents, entities, of, copies, layers)
    sound = roots
    if copies.original:  # who is meant in a report is told without what copies of others say of it
        alone = [a for a in layers if a.id not in copies.original]
        sound = Roots(documents, *gather_entities(alone, named_one), copies, alone)
    origins = {
        s.id: (roots if s.document in copies.original else sound).origin(s) for s in statements
    }
    judged = links(judgements, statements)
    # What is copied has its original's root and point. Only what reports say that copy nobody is aligned; what copies
    # change or add joins that.
    copied = told_again(counterparts(statements, copies), statements, judged.decided, copies)
    later = copied.loose.keys() | copied.added
    free = [s for s in statements if s.id not in copied.twins and s.id not in later]
    loose = [s for s in statements if s.id in later]
    happened_on = story_day(free, documents)

    speaker_of = {i: o.party.key for i, o in origins.items() if o.party is not None}
    vector = vectors([*free, *loose]) | vectors(free)
    vector |= {name: vector[twin.id] for name, twin in copied.twins.items()}
    around = {
        d.id: frozenset(e.id for e in entities.values() if d.id in e.documents and not _is_state(e))
        for d in documents
    }
    occasion = occasions(statements, vector, around, copies.original)
    home = {s.id: occasion[s.document] for s in statements}

    def scored(given: Sequence[Statement]) -> list[Pair]:
        found = score_pairs(given, speaker_of, vector)
        return [p for p in found if home[p.left] == home[p.right]]

    pairs = scored(free)
    groups = align(free, pairs, judged.together, judged.apart)
    for group in groups:
        origins.update(settle_origins(group.members, origins, copies, vector))
    reports = {s.id: roots.report_root(s) for s in loose if s.id in copied.loose}
    origins.update(inherited(copied, origins, reports))
    if loose:
        beside = [p for p in scored([*free, *loose]) if {p.left, p.right} & later]
        groups = placed(groups, loose, beside, origins, copied.news | copied.added)
        pairs += beside
    groups = attached(groups, statements, copied.twins)
    for group in groups:
        origins.update(settle_origins(group.members, origins, copies, vector))
    # What a copy says with no statement behind it keeps the root it found in its point: it is there already.
    founded: dict[str, Statement | None] = {
        name: near for name, near in copied.loose.items() if near
    }
    origins.update(inherited(copied._replace(loose=founded), origins, reports))
    origins.update(judged_origins(judged.roots, origins))
    taken_back = find_taken_back(documents, gone, by_id, statements)
    reading = Reading(
        origins=origins,
        opposed=opposed_countries(layers),
        happened_on=happened_on,
        outlets={d.id: d.outlet for d in documents},
        reports=len(documents),
        headlined=headlined(statements, vector),
        recency={d.id: (n + 1) / len(documents) for n, d in enumerate(documents)},
        decided=judged.decided,
        copied=frozenset((*copied.twins, *copied.loose)),
        withdrawn=taken_back.statements,
    )
    points = sorted((make_point(g, reading) for g in groups), key=lambda p: (-p.weight, p.id))
    group_of = {c.id: p.id for p in points for c in p.claims}
    published = {d.id: d.published_at.value for d in documents}

    figures = group_figures(
        [
            Told(
                figure=f,
                statement=s,
                origin=origins[s.id],
                point=group_of[s.id],
                as_of=as_of(s, published),
                past=is_background(s, happened_on),
                around=around[s.document],
                occasion=occasion[s.document],
            )
            for s in innermost(statements)
            for f in s.figures
            if not is_conversion(f, s)
            and not any(
                t.start <= f.start and f.end <= t.end and t.type != "DURATION" for t in s.times
            )
        ],
        vector,
    )
    quotes = collate(
        [
            u
            for u in utterances(layers, roots)
            if u.document not in asides or u.start < asides[u.document].start
        ]
    )
    by_statement = {s.id: s for s in statements}
    conflicts = find_conflicts(
        Held(
            statements=statements,
            origins=origins,
            group_of=group_of,
            vector=vector,
            likeness=likenesses(pairs, copied.twins),
            figures=figures,
            quotes=quotes,
            published=published,
            country_of={e.id: e.country for e in entities.values()},
            person_of={e.id: e.name for e in entities.values() if e.type == "person"},
            parties=frozenset(o.party.id for o in origins.values() if o.party is not None),
        )
    )
    points = only_against([disputed(p, conflicts) for p in points], conflicts)
    points = folded(points, by_statement)
    rows = cover(points, documents)
    told = [p for p in points if p.withdrawn is None]  # what was taken back leads nothing
    stale = [m for f in figures for m in superseded(f)]
    lede = write_lede(told, by_statement, by_id, stale)
    texts = {a.id: a.text for a in layers}
    named, named_by = title(told or points, documents, by_statement, texts, stale)
    return Dossier(
        story=DossierStory(
            id=story_id or content_id("s", *sorted(d.sha256 for d in documents)),
            title=named,
            title_points=(named_by,) if named_by else (),
            happened_on=happened_on,
            first_published_at=min((v for v in published.values() if v), default=None),
            last_published_at=max((v for v in published.values() if v), default=None),
        ),
        documents=tuple(
            replace(listed(d, by_id[d.id]), source_withdrawn=taken_back.reports.get(d.id))
            for d in documents
        ),
        lede=lede,
        points=tuple(points),
        figures=tuple(
            sorted(figures, key=lambda f: (-len({m.document for m in f.mentions}), f.id))
        ),
        quotes=tuple(q for q, _ in quotes),
        timeline=make_timeline(points, by_statement, happened_on, published),
        entities=tuple(to_dossier(e) for e in entities.values() if e.type != "nationality"),
        events=find_events(layers),
        conflicts=conflicts,
        provenance=Provenance(
            roots=tuple(
                sorted({r for p in points for r in p.roots}, key=lambda r: (r.kind, r.name, r.id))
            ),
            edges=(*copy_edges, *taken_back.edges, *citations(statements, origins)),
        ),
        coverage=rows,
        omissions=find_omissions(
            points,
            rows,
            documents,
            {e.name for e in entities.values() if e.type == "place"},
            vectors(statements),
            conflicts,
            {o.party.id: o.party.country for o in origins.values() if o.party and o.party.state},
        ),
        expectations=find_expectations(
            statements, origins, group_of, {d: day or happened_on for d, day in published.items()}
        ),
        open_questions=find_open_questions(statements, group_of),
        places=find_places(layers),
        skipped=tuple(skipped)
        + tuple(Skipped(document=a.id, reason=a.skipped) for a in layers if a.skipped),
        unresolved=(
            *unresolved(statements, origins),
            *turned_away(documents, asides),
            *judged.unresolved,
        ),
        producer=producer or Producer(),
    )


def _is_state(entity: StoryEntity) -> bool:
    return entity.type == "nationality" or (entity.type == "place" and entity.sector == "GOV")


def listed(document: Document, annotations: Annotations) -> DossierDocument:
    """Return how a dossier lists a report."""
    return DossierDocument(
        id=document.id,
        sha256=document.sha256,
        outlet=document.outlet,
        agency=document.agency,
        title=document.title.text if document.title else None,
        url=document.url,
        published_at=document.published_at,
        language=document.language,
        text=document.text,
        text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        language_name=language(document.language).name if document.language else None,
        read=annotations.read,
        layers=filled(annotations) if annotations.read == "part" else (),
    )


def filled(annotations: Annotations) -> tuple[str, ...]:
    """Return the layers that something was found for, of those that a dossier shows."""
    return tuple(name for name in ("figures", "attributions") if getattr(annotations, name))


def story_day(statements: Sequence[Statement], documents: Sequence[Document]) -> str | None:
    """Return the day of the event: the day most reports' first sentences name, else that of the first report."""
    votes: Counter[str] = Counter()
    early: dict[str, list[str]] = defaultdict(list)
    for statement in (s for s in statements if s.position < 0.35):
        time = dating(statement)
        if time and time.value and len(time.value) >= 10:
            early[statement.document].append(time.value[:10])
    for document in documents:
        for day in early[document.id][:1]:
            if not (document.published_at.value and day > document.published_at.value[:10]):
                votes[day] += 1
    if votes:
        return max(votes, key=lambda d: (votes[d], d))
    return min((d.published_at.value[:10] for d in documents if d.published_at.value), default=None)


def headlined(
    statements: Sequence[Statement], vector: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Return how much of each statement the reports' headlines say, as the mean likeness over those reports."""
    heads: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.headline:
            heads.setdefault(statement.document, []).append(statement)
    if not heads:
        return {}
    having: dict[str, list[tuple[Statement, float]]] = defaultdict(list)
    for head in (h for own in heads.values() for h in own):
        for term, weight in vector[head.id].items():
            having[term].append((head, weight))
    shares = {}
    for statement in statements:
        likeness: dict[str, float] = defaultdict(float)
        for term, weight in vector[statement.id].items():
            for head, other in having.get(term, ()):
                likeness[head.id] += weight * other
        best = (max(likeness.get(h.id, 0.0) for h in own) for own in heads.values())
        shares[statement.id] = fsum(best) / len(heads)
    return shares


def innermost(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with only those figures that no smaller statement of theirs holds."""
    smallest: dict[tuple[str, int, int], Statement] = {}
    for s in sorted(statements, key=lambda s: (s.end - s.start, s.id)):
        for f in s.figures:
            smallest.setdefault((s.document, f.start, f.end), s)
    return [
        replace(
            s,
            figures=tuple(
                f for f in s.figures if smallest[(s.document, f.start, f.end)].id == s.id
            ),
        )
        for s in statements
    ]


_AS_OF = re.compile(r"\b(?:as of|by|until|till|through)\s+(?:about\s+)?$")


def as_of(statement: Statement, published: Mapping[str, str | None]) -> str | None:
    """Return when a figure held: the time in its own statement, else when its report was published.

    "Friday's fire" dates the fire; the dead are counted as of the report, unless "by" or "as of" says when.
    """
    time, told = dating(statement), published[statement.document]
    if time is None or time.value is None:
        return told
    if told is None:
        return time.value
    same_day = time.value[:10] == told[:10] and len(time.value) == 10
    before = statement.text[: max(0, time.start - statement.start)]
    counted = counts_up(statement) and not _AS_OF.search(before) and time.value <= told
    return told if same_day or counted else time.value
