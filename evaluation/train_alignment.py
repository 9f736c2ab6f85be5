"""Weights of the alignment score, learned from labelled pairs of statements and written to the lexicon.

    python -m evaluation.train_alignment [--worlds 112] [--seed 11] [--write]

Pairs come from the simulator's `tune` split (its truth says what says the same), from the sample reports labelled
pair by pair (`labelled/alignment.tsv`) and from what their `expected.toml` asks of points. Logistic regression,
drawn towards the weights once set by hand; a weight may not turn against the sense of its feature. One bundle is
kept out in turn to compare the designs. The `score` split and the gold stories take no part.
"""

import argparse
import csv
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.pipeline.run import (
    acquire_options,
    annotate_documents,
    read_sources,
    with_story_date,
)
from crosswire.samples import BUNDLES, sample_folder
from crosswire.settings import Settings
from crosswire.stages.reconcile.align import Read, candidates, compare, read
from crosswire.stages.reconcile.copies import find_copies
from crosswire.stages.reconcile.entities import gather_entities
from crosswire.stages.reconcile.roots import Roots
from crosswire.stages.reconcile.statements import Statement, read_statements
from evaluation.world.judged import documents as world_documents
from evaluation.world.stories import story
from evaluation.world.truth import Mark, Story, meets

ROOT = Path(__file__).parent.parent
STORIES = ROOT / "tests" / "stories"
LABELLED = Path(__file__).parent / "labelled" / "alignment.tsv"
LEXICON = ROOT / "src" / "crosswire" / "lexicon" / "data" / "alignment_weights.tsv"
SETTINGS = Settings(workers=1)
HAND = {
    "bias": -2.9,
    "words": 4.2,
    "contained": 3.0,
    "sentence": 0.0,
    "same figure": 0.9,
    "other figure": -1.6,
    "same subject": 0.4,
    "other subject": -0.5,
    "same object": 0.4,
    "roles crossed": 0.0,
    "same names": 0.0,
    "same predicate": 0.5,
    "predicate missing": -0.6,
    "same day": 0.3,
    "other day": -0.6,
    "same place": 0.0,
    "same speaker": 0.3,
    "other speaker": -0.4,
    "one report": -0.9,
    "headline": 0.0,
    "other status": -1.5,
    "other time": 0.0,
    "other polarity": 0.0,
    "opposite": -2.0,
}
"""The weights set by hand (decision 0010), and 0 for what was no feature then: learning starts from these."""
AGAINST = ("other", "opposite", "one report", "predicate missing")
"""How the names of features begin that may only part two statements; all others may only join them."""
WORLD_WEIGHT = 0.03
"""What a pair of the simulator counts beside one of the sample reports: there are fifty times as many, all alike."""
PULL = 15.0
"""Strength of the draw towards the weights set by hand."""
LEAST = 0.05
"""A smaller weight changes nothing that anybody could see; its feature is dropped."""
STEPS = 800
ALTERED = frozenset(("swapped", "number", "other-day"))
"""The simulator's changes after which two reports no longer say the same."""


class Row(NamedTuple):
    """A labelled pair: its features, whether it says the same, and what it counts."""

    features: Mapping[str, float]
    same: bool
    weight: float = 1.0


# ---------------------------------------------------------------- labelled pairs


def story_read(documents: Sequence[Document], layers: Sequence[Annotations]) -> Read:
    """Return a story's statements as reconciling compares them."""
    entities, of = gather_entities(layers)
    copies, _ = find_copies(documents, {a.id: a for a in layers})
    who = {d.id: {local: e for (doc, local), e in of.items() if doc == d.id} for d in documents}
    statements = [s for a in layers for s in read_statements(a, who[a.id])]
    roots = Roots(documents, entities, of, copies, layers)
    origins = {s.id: roots.origin(s) for s in statements}
    return read(statements, {i: o.party.key for i, o in origins.items() if o.party is not None})


def world_rows(worlds: int, seed: int) -> Iterator[Row]:
    """Yield the pairs of candidates of which the simulator knows what both say."""
    for number in range(worlds):
        made = story("tune", seed, number, 5)
        documents = with_story_date(list(world_documents(made.reports).values()))
        compared = story_read(documents, list(annotate_documents(documents, SETTINGS)))
        marks = {name: _marks(made, s) for name, s in compared.statements.items()}
        for one, two in candidates(compared):
            same = says_same(marks[one], marks[two])
            if same is not None:
                yield Row(compare(compared, one, two), same, WORLD_WEIGHT)


def _marks(made: Story, statement: Statement) -> list[Mark]:
    return [
        m
        for m in made.marks("claim")
        if m.document == statement.document and meets(statement.start, statement.end, m)
    ]


def says_same(one: Sequence[Mark], two: Sequence[Mark]) -> bool | None:
    """Tell whether two statements with these marks say the same; None where the truth leaves it open."""
    if not one or not two:
        return None
    facts = [(a, b) for a in one for b in two if a.key == b.key]
    if any(
        (a.value == b.value or "rounded" in (a.form, b.form)) and not ALTERED & {a.form, b.form}
        for a, b in facts
    ):
        return True
    background = one[0].key[:2] == two[0].key[:2] == "bg"
    shared = {k for m in one for k in m.keys} & {k for m in two for k in m.keys}
    return None if background or (shared and not facts) else False


def bundle_rows() -> dict[str, list[Row]]:
    """Return the labelled pairs of each bundle of sample reports."""
    names = sorted(folder.name for folder in STORIES.iterdir() if folder.is_dir())
    sources = [sample_folder(), *(STORIES / n / "reports" for n in names if n not in BUNDLES)]
    by_id = {d.id: d for d in read_sources(map(str, sources), acquire_options(SETTINGS)).documents}
    found = {}
    for name in names:
        asked = tomllib.loads((STORIES / name / "expected.toml").read_text(encoding="utf-8"))
        documents = with_story_date([by_id[i] for i in asked["reports"]])
        compared = story_read(documents, list(annotate_documents(documents, SETTINGS)))
        near = set(candidates(compared))
        pairs = [*_read_pairs(name, compared), *_asked_pairs(asked["point"], compared)]
        found[name] = [Row(compare(compared, *pair), same) for pair, same in pairs if pair in near]
    return found


def _read_pairs(name: str, compared: Read) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield the pairs of `labelled/alignment.tsv` that are still statements."""
    ids = {
        (s.document.rpartition("/")[2], " ".join(s.text.split())): i
        for i, s in compared.statements.items()
    }
    lines = (x for x in LABELLED.read_text(encoding="utf-8").split("\n") if x and x[0] != "#")
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        one = ids.get((row["report"], row["words"]))
        two = ids.get((row["other_report"], row["other_words"]))
        if row["bundle"] == name and one and two:
            yield (min(one, two), max(one, two)), row["label"] == "same"


def _asked_pairs(
    points: Sequence[Mapping[str, object]], compared: Read
) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield what the expectations of points put `together` and `apart`, each place as its likeliest statement."""
    for point in points:
        wanted = [list(map(str, point.get(key, ()))) for key in ("together", "apart")]  # type: ignore[call-overload]
        together, apart = ([_at(place, compared) for place in places] for places in wanted)
        for at, one in enumerate(together):
            for two, same in [(t, True) for t in together[at + 1 :]] + [(t, False) for t in apart]:
                if one and two and one != two:
                    yield (min(one, two), max(one, two)), same


def _at(place: str, compared: Read) -> str | None:
    """Return the shortest statement that "REPORT: words" means."""
    report, _, words = place.partition(": ")
    fits = [
        (len(s.text), name)
        for name, s in compared.statements.items()
        if s.document.rpartition("/")[2] == report and words.casefold() in s.text.casefold()
    ]
    return min(fits, default=(0, None))[1]


# ---------------------------------------------------------------- learning


def fit(rows: Sequence[Row], start: Mapping[str, float], pull: float) -> dict[str, float]:
    """Return the weights that make the labels likeliest, drawn to `start`, each of its feature's sign.

    Projected gradient with Nesterov's momentum on the mean log loss; the bias is free of both.
    """
    names = [n for n in HAND if n != "bias"]
    given = np.array([[1.0, *(r.features[n] for n in names)] for r in rows])
    labels = np.array([float(r.same) for r in rows])
    counts = np.array([r.weight for r in rows])
    centre = np.array([start.get("bias", 0.0), *(start.get(n, 0.0) for n in names)])
    drawn = np.array([0.0, *(pull for _ in names)]) / counts.sum()
    low = np.array([-np.inf, *(-np.inf if n.startswith(AGAINST) else 0.0 for n in names)])
    high = np.array([np.inf, *(0.0 if n.startswith(AGAINST) else np.inf for n in names)])
    step = 1 / (
        np.linalg.norm(given * np.sqrt(counts)[:, None], 2) ** 2 / 4 / counts.sum() + drawn.max()
    )
    now = ahead = centre.copy()
    pace = 1.0
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-given @ ahead))
        slope = given.T @ (counts * (likely - labels)) / counts.sum() + drawn * (ahead - centre)
        then = np.clip(ahead - step * slope, low, high)
        following = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = then + (pace - 1) / following * (then - now)
        now, pace = then, following
    return {n: round(float(w), 2) for n, w in zip(["bias", *names], now, strict=True)}


class Judged(NamedTuple):
    """Precision and recall of "the same" at one half, and the mean log loss."""

    precision: float
    recall: float
    loss: float


def judge(found: Sequence[tuple[float, bool]]) -> Judged:
    """Return how well the odds of pairs (as logarithms) foretell their labels."""
    odds = np.array([o for o, _ in found])
    same = np.array([s for _, s in found])
    likely = np.clip(1 / (1 + np.exp(-odds)), 1e-6, 1 - 1e-6)
    right = float(((odds > 0) & same).sum())
    loss = -float(np.where(same, np.log(likely), np.log(1 - likely)).mean())
    return Judged(right / max(1.0, float((odds > 0).sum())), right / float(same.sum()), loss)


def odds(weights: Mapping[str, float], row: Row) -> float:
    """Return the logarithm of the odds that a pair says the same."""
    return weights["bias"] + sum(weights.get(n, 0.0) * x for n, x in row.features.items())


Design = tuple[str, bool, bool, Mapping[str, float], float]
DESIGNS: tuple[Design, ...] = (
    ("simulator alone", True, False, {}, 1.0),
    ("sample reports alone", False, True, {}, 1.0),
    ("both, from nothing", True, True, {}, 1.0),
    ("both, drawn to the hand's", True, True, HAND, PULL),
)
"""Name, whether it learns from the simulator and from the samples, where it starts, how strongly it is drawn there."""


def learn(design: Design, worlds: list[Row], samples: list[Row]) -> dict[str, float]:
    """Return the weights that a design learns."""
    _, from_worlds, from_samples, start, pull = design
    rows = worlds * from_worlds + samples * from_samples
    return fit(rows, start, pull)


def table(worlds: list[Row], unseen: list[Row], bundles: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yield how each design does on the bundle kept out in turn, and on worlds of another seed."""
    yield f"{'design':28}{'bundle kept out: P':>20}{'R':>6}{'loss':>7}{'other worlds: P':>18}{'R':>6}"
    for design in (("set by hand", False, False, HAND, 0.0), *DESIGNS):
        found = []
        for name, rows in bundles.items():
            others = [r for n, listed in bundles.items() if n != name for r in listed]
            weights = learn(design, worlds, others) if design in DESIGNS else dict(HAND)
            found += [(odds(weights, r), r.same) for r in rows]
        samples = [r for rows in bundles.values() for r in rows]
        weights = learn(design, worlds, samples) if design in DESIGNS else dict(HAND)
        kept, other = judge(found), judge([(odds(weights, r), r.same) for r in unseen])
        yield (
            f"{design[0]:28}{100 * kept.precision:20.0f}{100 * kept.recall:6.0f}{kept.loss:7.3f}"
            f"{100 * other.precision:18.0f}{100 * other.recall:6.0f}"
        )


def main(given: Sequence[str] | None = None) -> int:
    """Print the comparison of designs and the weights; with --write put them into the lexicon."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--worlds", type=int, default=96, help="stories to learn from")
    options.add_argument("--seed", type=int, default=11, help="seed of those stories")
    options.add_argument("--write", action="store_true", help="write the lexicon anew")
    chosen = options.parse_args(given)
    worlds = list(world_rows(chosen.worlds, chosen.seed))
    unseen = list(world_rows(max(8, chosen.worlds // 4), chosen.seed + 1))
    bundles = bundle_rows()
    samples = [r for rows in bundles.values() for r in rows]
    print(*table(worlds, unseen, bundles), sep="\n")
    weights = learn(DESIGNS[-1], worlds, samples)
    kept = {n: w for n, w in weights.items() if abs(w) >= LEAST}
    print(*(f"{name:20}{weight:7.2f}" for name, weight in kept.items()), sep="\n")
    if chosen.write:
        LEXICON.write_text(lexicon(kept, chosen.worlds, chosen.seed, worlds, samples), "utf-8")
    return 0


def lexicon(
    weights: Mapping[str, float], count: int, seed: int, worlds: list[Row], samples: list[Row]
) -> str:
    """Return the lexicon's text, with a head that says where the weights come from."""
    last = judge([(odds(weights, r), r.same) for r in samples])
    same = [sum(r.same for r in rows) for rows in (worlds, samples)]
    head = (
        "Weights of the features by which a pair of statements is scored (stages/reconcile/align.py).",
        f"Origin: evaluation/train_alignment.py --worlds {count} --seed {seed} (`make weights`): logistic",
        "regression drawn to weights set by hand, no weight against the sense of its feature.",
        f"Learned from {len(worlds)} pairs of the simulator's split `tune` ({same[0]} the same) and"
        f" {len(samples)} of the sample reports ({same[1]}).",
        f"Of the latter it calls the same, {100 * last.precision:.0f}% are, and it finds"
        f" {100 * last.recall:.0f}%; doubtful pairs are most of them.",
        "Licence: Apache-2.0, as the project.",
    )
    rows = ("feature\tweight", *(f"{name}\t{weight:g}" for name, weight in weights.items()))
    return "\n".join((*(f"# {line}" for line in head), *rows)) + "\n"


if __name__ == "__main__":
    sys.exit(main())
