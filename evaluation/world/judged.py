"""Stories through the real pipeline, and the findings on their dossiers."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from crosswire.model.document import Document
from crosswire.pipeline.run import (
    acquire_options,
    annotate_documents,
    make_dossier,
    read_sources,
    with_story_date,
)
from crosswire.settings import Settings
from evaluation.world.claims import judge_claims, judge_coverage, judge_days, judge_disputes
from evaluation.world.detectors import (
    judge_conflicts,
    judge_copies,
    judge_figures,
    judge_furniture,
    judge_names,
    judge_quotes,
)
from evaluation.world.findings import Finding
from evaluation.world.truth import Report, Story

JUDGES = (
    judge_claims,
    judge_days,
    judge_coverage,
    judge_disputes,
    judge_figures,
    judge_quotes,
    judge_conflicts,
    judge_copies,
    judge_names,
    judge_furniture,
)


def documents(reports: Sequence[Report]) -> dict[str, Document]:
    """Return the reports as read from a JSON Lines file; raises ValueError where a text came out otherwise."""
    lines = [
        json.dumps(
            {
                "id": r.id,
                "title": r.title,
                "text": r.text,
                "outlet": r.outlet,
                "published_at": r.published,
                "language": "en",
                **({"agency": r.agency} if r.agency else {}),
            }
        )
        for r in reports
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        found = read_sources([str(path)], acquire_options(Settings())).documents
    by_id = {d.id: d for d in found}
    for report in reports:
        if report.id not in by_id or by_id[report.id].text != report.whole:
            raise ValueError(f"{report.id} was not read as written")
    return by_id


def judge_stories(stories: Sequence[Story], settings: Settings) -> Iterator[Finding]:
    """Yield the findings on every story, then those on stories mixed of unrelated reports."""
    by_id = documents([r for story in stories for r in story.reports])
    layers = dict(zip(by_id, annotate_documents(by_id.values(), settings), strict=True))

    def dossier(names: Sequence[str]) -> Any:
        group = with_story_date([by_id[name] for name in names])
        made = make_dossier(group, [layers[name] for name in names], settings)
        return msgspec.to_builtins(made)

    for story in stories:
        made = dossier([r.id for r in story.reports])
        for judge in JUDGES:
            yield from judge(story, made)
    for names in unrelated(stories):
        yield from judge_unrelated(names, dossier(names))


def unrelated(stories: Sequence[Story]) -> Iterator[list[str]]:
    """Yield groups of reports of which no two are about one event: one from each of four stories in turn."""
    rng = Random(len(stories))
    for at in range(0, len(stories) - 3, 2):
        yield [rng.choice(story.reports).id for story in stories[at : at + 4]]


def judge_unrelated(names: Sequence[str], dossier: Any) -> Iterator[Finding]:
    """Yield every conflict between reports of different events, which can't be one."""
    found = [
        c
        for c in dossier["conflicts"]
        if len({e["document"] for s in c["sides"] for e in s["evidence"]}) > 1
    ]
    for conflict in found:
        sides = " | ".join(f"“{s['text']}”" for s in conflict["sides"])
        kind = f"{conflict['class']} {conflict['kind']}"
        yield Finding("unrelated", "extra", kind, "+".join(names), sides)
    if not found:
        yield Finding("unrelated", "right", "no conflict", "+".join(names))
