"""A report eight times as long takes every layer about eight times as long, up to 200,000 characters."""

import time
from collections.abc import Callable

import pytest
from tests.build import document

from crosswire.model.annotation import Parse, RawName, SentenceTokens
from crosswire.model.document import Document
from crosswire.stages.annotate.attributions import find_attributions
from crosswire.stages.annotate.clauses import find_clauses
from crosswire.stages.annotate.events import find_events
from crosswire.stages.annotate.figures import find_figures
from crosswire.stages.annotate.mentions import find_mentions
from crosswire.stages.annotate.parse import parse
from crosswire.stages.annotate.places import find_places
from crosswire.stages.annotate.times import find_times
from crosswire.stages.annotate.tree import Tree

LONG, TIMES = 200_000, 8
SLACK = 3
"""A quadratic layer is eight times slower than a linear one; a busy machine is not three times as slow."""
LEAST = 0.05
"""Seconds below which a measurement says nothing."""
SYLLABLES = "ka lo mir ven tar ol das fe rin sul bre an dor vik hal mo".split()


def name(number: int) -> tuple[str, str]:
    """Return an invented name, another for each number."""
    a, b, c, d = (SYLLABLES[(number // 16**k + k * 5) % 16] for k in range(4))
    return (a + b).title(), (c + d + SYLLABLES[number % 7]).title()


def story(number: int) -> str:
    """Return a few sentences with something for every layer and names that no other story has."""
    (first, last), (other, owner) = name(2 * number), name(2 * number + 1)
    return (
        f"Minister {first} {last} of Norway told {owner} Harbour Company on {1 + number % 28} May "
        f"{1950 + number % 70} that {number + 2} of its boats were unsafe. “We know nothing of "
        f"{number + 3} boats,” {other} {owner} said in Oslo on Tuesday. "
        "Norway accused Iceland of hiding the list. She denied it."
    )


def stories(size: int) -> str:
    """Return a text of `size` characters in which names never come again."""
    shortest = len(story(0))
    return "\n\n".join(story(n) for n in range(size // shortest + 1))[:size]


def read(text: str) -> tuple[Document, Parse]:
    found = document(text)
    (tokens,) = parse([found])
    return found, tokens


def tiled(paragraph: str, size: int) -> tuple[Document, Parse]:
    """Return a text of one paragraph that says the same again and again, as the parser reads it once."""
    (_, one), tile = read(paragraph), paragraph + " "
    count, tokens = size // len(tile), len(one.words)
    shifts = [(n * len(tile), n * tokens) for n in range(count)]
    whole = Parse(
        starts=[at + chars for chars, _ in shifts for at in one.starts],
        ends=[at + chars for chars, _ in shifts for at in one.ends],
        heads=[at + words for _, words in shifts for at in one.heads],
        words=one.words * count,
        lemmas=one.lemmas * count,
        tags=one.tags * count,
        pos=one.pos * count,
        deps=one.deps * count,
        sentences=[
            SentenceTokens(
                first=s.first + words,
                last=s.last + words,
                start=s.start + chars,
                end=s.end + chars,
                block=s.block,
            )
            for chars, words in shifts
            for s in one.sentences
        ],
        names=[
            RawName(first=n.first + words, last=n.last + words, label=n.label)
            for _, words in shifts
            for n in one.names
        ],
    )
    return document((tile * count).strip()), whole


def seconds(found: Document, tokens: Parse) -> dict[str, float]:
    """Return the processor seconds of every layer."""
    taken: dict[str, float] = {}

    def timed(layer: str, work: Callable):
        started = time.process_time()
        result = work()
        taken[layer] = time.process_time() - started
        return result

    tree = timed("tree", lambda: Tree(tokens, found.text))
    entities, mentions = timed("mentions", lambda: find_mentions(found, tree))
    places = timed("places", lambda: find_places(found, tree, mentions))
    times = timed("times", lambda: find_times(found, tree))
    timed("figures", lambda: find_figures(found, tree, times))
    said = timed("attributions", lambda: find_attributions(found, tree, entities, mentions))
    timed("clauses", lambda: find_clauses(found, tree, said))
    events = (found, tree, entities, mentions, said, times, places)
    assert timed("events", lambda: find_events(*events))
    assert said
    assert mentions
    return taken


def too_slow(short: tuple[Document, Parse], long: tuple[Document, Parse]) -> dict[str, str]:
    """Return the layers that take far more than `TIMES` times as long, after a second look."""
    few, many = seconds(*short), seconds(*long)
    if any(many[layer] > allowed(few[layer]) for layer in many):
        few, again = seconds(*short), seconds(*long)
        many = {layer: min(many[layer], again[layer]) for layer in many}
    return {
        layer: f"{few[layer]:.2f} s and {many[layer]:.2f} s"
        for layer in many
        if many[layer] > allowed(few[layer])
    }


def allowed(short: float) -> float:
    return TIMES * SLACK * max(short, LEAST)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Read one story, so that no test counts the loading of the models."""
    seconds(*read(story(0)))


@pytest.mark.slow
def test_a_long_report_of_ever_new_names_is_read_in_linear_time() -> None:
    assert too_slow(read(stories(LONG // TIMES)), read(stories(LONG))) == {}


PARAGRAPHS = {
    "one paragraph": story(3),
    "quotations never closed": story(4).replace("”", ""),
    "numbers and times": "On Monday 5 to 7 of 12 boats sank by 3 p.m., Ann Ost of Norway said, accusing Iceland.",
    "brackets never closed": story(5).replace("on ", "(on ").replace("that ", "[that "),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", PARAGRAPHS)
def test_a_paragraph_without_end_is_read_in_linear_time(shape: str) -> None:
    text = PARAGRAPHS[shape]
    assert too_slow(tiled(text, LONG // TIMES), tiled(text, LONG)) == {}


def test_a_quadratic_layer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_found: Document, tree: Tree) -> tuple[()]:
        until = time.process_time() + LEAST * (len(tree.text) / 2_500) ** 2
        while time.process_time() < until:
            pass
        return ()

    monkeypatch.setitem(globals(), "find_times", slow)
    monkeypatch.setitem(globals(), "LEAST", 0.005)
    short, long = tiled(story(3), 2_500), tiled(story(3), 20_000)
    assert "times" in too_slow(short, long)
