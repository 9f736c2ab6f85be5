"""What the gate runs: each task a script, the set of others that it reads, and the figures in what it prints."""

import re
import tarfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

LAST = r"^([\d.]+)\s*\Z"
ANNOTATED_SENTENCES = 6  # of a MEANTIME text: the headline and five more carry marks, the rest none


class Measure(NamedTuple):
    """A figure in a task's output: one group is the figure, two are a part and its whole."""

    name: str
    pattern: str
    accepted: float | None = None
    """The least (of `fewer`: the most) that the project accepts of itself."""
    best: float | None = None
    """The best known of others, there to be beaten."""
    fewer: bool = False


class Task(NamedTuple):
    """A script, the set it reads (a pattern under the gold folder, or several) and what it prints."""

    group: str
    set: str
    sources: tuple[str, ...]
    measures: tuple[Measure, ...]
    script: str = "score.py"
    each: bool = False
    """Run once for each source, and give means."""
    prepare: Callable[[Path, Path], Path] | None = None
    extra: str = ""
    """More words for the command that the script runs."""


def f1(name: str) -> str:
    return rf"^{re.escape(name)} +P .*?F1 +([\d.]+)"


def cut_to_annotated(archive: Path, scratch: Path) -> Path:
    """Copy a MEANTIME archive without the sentences that nobody annotated.

    Left in, every right time of theirs counts as a wrong one.
    """
    copy = scratch / "annotated.tar.gz"
    with tarfile.open(archive) as given, tarfile.open(copy, "w:gz") as out:
        for member in given.getmembers():
            content = given.extractfile(member) if member.name.endswith(".xml") else None
            if content is None:
                continue
            root = ElementTree.fromstring(content.read())
            for token in root.findall("token"):
                if int(token.get("sentence", "0")) >= ANNOTATED_SENTENCES:
                    root.remove(token)
            data = ElementTree.tostring(root, encoding="utf-8")
            member.size = len(data)
            out.addfile(member, BytesIO(data))
    return copy


B_CUBED = f1("B-cubed")
FIVE, SEESAW = "giveme5w1h_news_cluster/dev/articles.jsonl", "seesaw_triplets/dev/articles.jsonl"
GOOGLE = ("googlenews_ts/dev/title_snippet.jsonl.gz",)
NMI = r"^NMI +([\d.]+)"
TIMES = (
    Measure("value F1", f1("value"), best=78.1),
    Measure("relaxed F1", f1("relaxed"), best=90.7),
)
STORIES = ("stories/dev",)


def simulated(name: str) -> tuple[Measure, Measure]:
    """Return precision and recall of a detector in the simulator's table."""
    start = rf"^{re.escape(name)} +"
    return (
        Measure(f"{name}: precision", start + r"([\d.]+)"),
        Measure(f"{name}: recall", start + r"[\d.]+ +([\d.]+)"),
    )


WORLD = (
    *(
        measure
        for name in (
            "alignment",
            "roots joined",
            "figure pairs",
            "quote pairs",
            "conflicts",
            "copies",
            "timeline",
            "coverage",
            "entities",
        )
        for measure in simulated(name)
    ),
    *(
        Measure(f"{name}, %", rf"^{name} +([\d.]+)")
        for name in ("independence", "figure relations", "quote relations", "status")
    ),
    Measure("conflicts of unrelated reports", r"^unrelated .* (\d+)$", fewer=True),
)
"""What is shown of made-up stories; their families of wording are not those that anything is tuned on."""
WIRE = (
    Measure("copies: precision", r"^pairs +([\d.]+)", 98.0),
    Measure("copies: recall", r"^pairs +[\d.]+ +([\d.]+)", 90.0),
    Measure("direction, %", r"^direction +([\d.]+)"),
    Measure("passages: precision", r"^passages +([\d.]+)"),
    Measure("passages: recall", r"^passages +[\d.]+ +([\d.]+)"),
)
"""What is shown of copies in 28 kinds of edit, and of reports that only look like copies."""
TASKS = (
    Task("clusters", "5W1H", (FIVE,), (Measure("B-cubed F1", B_CUBED, 92.0, 93.2),)),
    Task("clusters", "SEESAW", (SEESAW,), (Measure("B-cubed F1", B_CUBED, best=95.2),)),
    Task("clusters", "both", (FIVE, SEESAW), (Measure("B-cubed F1", B_CUBED, best=94.0),)),
    Task(
        "clusters",
        "GoogleNews, titles and snippets",
        GOOGLE,
        (Measure("NMI", NMI), Measure("B-cubed F1", B_CUBED)),
    ),
    *(
        Task(
            "clusters",
            f"{name}, at arrival",
            (source,),
            (Measure("B-cubed F1", B_CUBED),),
            extra="--online",
        )
        for name, source in (("5W1H", FIVE), ("SEESAW", SEESAW))
    ),
    Task(
        "quotes",
        "PolNeAR",
        ("polnear/dev/dev.tar.gz",),
        (
            Measure("relation F1", f1("attribution relation"), best=44.3),
            Measure("content overlap F1", f1("content, characters (overlap)"), best=68.9),
            Measure("cue overlap F1", f1("cue, overlap")),
            Measure("speaker overlap F1", f1("speaker, overlap")),
        ),
    ),
    Task(
        "figures",
        "NewsQuant",
        ("newsquant/dev/sentences.jsonl",),
        (
            Measure("value F1", f1("value"), best=91.0),
            Measure("value + change F1", f1("value + change"), best=86.8),
            Measure("value + unit F1", f1("value + unit"), best=83.9),
        ),
    ),
    Task("times", "MEANTIME, whole", ("meantime_en/dev/annotated.tar.gz",), TIMES),
    Task(
        "times",
        "MEANTIME, annotated sentences",
        ("meantime_en/dev/annotated.tar.gz",),
        (Measure("value F1", f1("value")), Measure("relaxed F1", f1("relaxed"))),
        prepare=cut_to_annotated,
    ),
    Task(
        "events",
        "PLOVER",
        ("plover_gsr/dev/records.jsonl",),
        (
            Measure("first event's type", LAST, best=49.1),
            Measure("type and actors", r"type and actors ([\d.]+)", best=10.1),
        ),
    ),
    Task(
        "body",
        "article extraction",
        ("article_extraction_benchmark/dev",),
        (Measure("4-gram F1", LAST, best=95.7),),
    ),
    Task(
        "story",
        "stories",
        ("stories/dev/*",),
        (
            Measure("mean of parts", LAST, 50.0),
            Measure("spans not exact", r"not exact (\d+)", 0.0, fewer=True),
        ),
        each=True,
    ),
    Task(
        "blocks",
        "stories",
        STORIES,
        (
            Measure("furniture kept out, %", r"kept out of prose ([\d.]+)"),
            Measure("support lost to furniture, %", r"lost to furniture ([\d.]+)", fewer=True),
        ),
        "blocks",
    ),
    Task(
        "pages",
        "article extraction",
        ("article_extraction_benchmark/dev",),
        (Measure("4-gram F1, acquire alone", r"4-grams: .*F1 ([\d.]+)"),),
        "pages",
    ),
    Task(
        "pages",
        "htmldate",
        ("htmldate_mediacloud/dev",),
        (Measure("day F1", r"days: .*F1 ([\d.]+)"),),
        "pages",
    ),
    Task(
        "entities",
        "stories",
        STORIES,
        (
            Measure("found, %", r"^all: (\d+) of (\d+) found"),
            Measure("mixed", r"^all: .* (\d+) mixed", fewer=True),
        ),
        "entities",
    ),
    Task(
        "figures",
        "stories",
        STORIES,
        (
            Measure("found, %", r"found ([\d.]+) %"),
            Measure("right value, %", r"right value ([\d.]+) %"),
        ),
        "figures",
    ),
    Task(
        "times",
        "stories",
        STORIES,
        (
            Measure("found, %", r"^found ([\d.]+) %"),
            Measure("right value, %", r"right value ([\d.]+) %"),
        ),
        "times",
    ),
    *(
        Task(
            "places",
            name,
            (f"{name.lower()}/dev/{name.lower()}.xml",),
            (
                Measure("found F1", r"F1 ([\d.]+)"),
                Measure("within 161 km of those found, %", r"within 161 km ([\d.]+)"),
            ),
            "places",
        )
        for name in ("GeoVirus", "LGL")
    ),
    Task("world", "made-up stories", (), WORLD, "world"),
    Task("wire", "made-up wires", (), WIRE, "wire"),
)
