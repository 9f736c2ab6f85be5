"""The steps in one literal table: name, version, what each reads and writes; `crosswire steps` prints it.

A step's version changes whenever its output may; kept annotations of another version are made anew.
"""

from crosswire.errors import StepError
from crosswire.model.record import Record
from crosswire.pipeline import extensions


class Step(Record, frozen=True, kw_only=True):
    """One step: a pure function from the layers it reads to the layers it writes."""

    name: str
    version: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    does: str


STEPS: tuple[Step, ...] = (
    Step(name="acquire", version="1", reads=("source",), writes=("document",),
         does="read a source: text, blocks, outlet, agency, time"),
    Step(name="cluster", version="4", reads=("document",), writes=("story",),
         does="group reports of one event, without the parser"),
    Step(name="parse", version="1", reads=("document",), writes=("parse",),
         does="tokens, tags, heads, sentences, raw names (spaCy)"),
    Step(name="mentions", version="1", reads=("document", "parse"), writes=("entities", "mentions"),
         does="who and what is named"),
    Step(name="places", version="1", reads=("document", "parse", "mentions"), writes=("places",),
         does="where, with coordinates"),
    Step(name="times", version="1", reads=("document", "parse"), writes=("times",),
         does="when, as TIMEX3 with anchors"),
    Step(name="figures", version="1", reads=("document", "parse", "times"), writes=("figures",),
         does="how many, of what, within which bounds"),
    Step(name="attributions", version="3", reads=("document", "parse", "entities", "mentions"),
         writes=("attributions",), does="who says what, through whom, with what status"),
    Step(name="events", version="1",
         reads=("document", "parse", "entities", "mentions", "attributions", "times", "places"),
         writes=("events",), does="who did what to whom (PLOVER)"),
    Step(name="clauses", version="1", reads=("document", "parse", "attributions"),
         writes=("clauses",), does="the stretches that claims are made from"),
    Step(name="partly", version="1", reads=("document",),
         writes=("entities", "figures", "attributions"),
         does="in a language without a parser that has rules: figures, who says what"),
    Step(name="reconcile", version="4",
         reads=("document", "story", "entities", "mentions", "attributions", "figures", "times",
                "places", "events", "clauses"),
         writes=("dossier",), does="claims, points, roots, figures, quotes, conflicts, timeline"),
    Step(name="render", version="1", reads=("dossier",), writes=("text",),
         does="terminal, Markdown, JSON, page"),
)  # fmt: skip


def plan() -> tuple[Step, ...]:
    """Return the steps in order: the package's own, those of plug-ins after the layers they add to."""
    added = tuple(
        Step(
            name=step.name,
            version=extensions.step_version(step),
            reads=extensions.reads(step),
            writes=extensions.writes(step),
            does=f"plug-in of {step.package} {step.version}",
        )
        for step in extensions.steps()
        if step.name not in {own.name for own in STEPS}
    )
    at = next(n for n, step in enumerate(STEPS) if step.name == "reconcile")
    return (*STEPS[:at], *added, *STEPS[at:])


def check(steps: tuple[Step, ...] | None = None) -> None:
    """Refuse a plan in which a step reads a layer that no earlier step writes; raises StepError."""
    written = {"source"}
    for step in plan() if steps is None else steps:
        missing = [layer for layer in step.reads if layer not in written]
        if missing:
            raise StepError(
                f"step {step.name} reads {', '.join(missing)}, which no step before it writes; "
                f"known are {', '.join(sorted(written))}"
            )
        written.update(step.writes)


def versions() -> dict[str, str]:
    """Return the version of every step by name, those of plug-ins, too, as dossiers carry it."""
    return {step.name: step.version for step in plan()}
