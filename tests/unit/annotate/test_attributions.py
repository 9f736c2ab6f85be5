"""Attributions on parses built by hand: what must hold whatever the parser says, and what must stay linear."""

import time

import pytest

from crosswire import lexicon
from crosswire.model.annotation import (
    Attribution,
    Cue,
    Entity,
    Mention,
    Parse,
    Part,
    SentenceTokens,
)
from crosswire.model.document import Block, Document
from crosswire.model.span import Span
from crosswire.stages.annotate.attributions import find_attributions
from crosswire.stages.annotate.nesting import nested
from crosswire.stages.annotate.parties import Parties
from crosswire.stages.annotate.quotes import find_quotes
from crosswire.stages.annotate.tree import CROWD, Tree

SMALL, LARGE = 400, 2_400
"""Tokens of a document and of one six times as long: about six times the work, thirty-six if it were quadratic."""


def parsed(
    words: list[str],
    heads: list[int],
    *,
    sentences: list[int] | None = None,
    pos: str = "VERB",
    deps: str | list[str] = "ccomp",
    blocks: bool = False,
) -> tuple[Document, Tree]:
    """Return a document of `words` with blanks between, cut into sentences of the given lengths."""
    text = " ".join(words)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    cuts, first = [], 0
    for number, length in enumerate(sentences or [len(words)]):
        last = first + length
        cuts.append(
            SentenceTokens(
                first=first,
                last=last,
                start=starts[first],
                end=ends[last - 1],
                block=number if blocks else 0,
            )
        )
        first = last
    kinds = [deps] * len(words) if isinstance(deps, str) else deps
    parse = Parse(
        starts=starts,
        ends=ends,
        words=words,
        lemmas=["say" if w == "said" else w for w in words],
        tags=["VBD" if w == "said" else "NN" for w in words],
        pos=[pos if w == "said" else "PUNCT" if not w.isalnum() else "NOUN" for w in words],
        deps=["ROOT" if h == n else d for n, (h, d) in enumerate(zip(heads, kinds, strict=True))],
        heads=heads,
        sentences=cuts,
        names=[],
    )
    document = Document(
        id="d", sha256="0", text=text, blocks=(Block(start=0, end=len(text), kind="body"),)
    )
    return document, Tree(parse, text)


def quoted(text: str, *, sentences: list[int] | None = None, blocks: bool = False) -> list[str]:
    """Return the quotations in a text whose tokens, marks among them, stand apart by blanks."""
    words = text.split(" ")
    _, tree = parsed(words, [0] * len(words), sentences=sentences, blocks=blocks)
    return [" ".join(words[q.first : q.last]) for q in find_quotes(tree)]


def test_a_mark_never_closed_ends_with_its_sentence_or_paragraph() -> None:
    assert quoted("he said “ we left . the sea rose .", sentences=[6, 4]) == ["“ we left ."]
    assert quoted("“ we left . the sea rose .", sentences=[4, 4]) == ["“ we left . the sea rose ."]


def test_an_open_paragraph_goes_on_in_the_next() -> None:
    found = quoted("“ we left . “ we came back . ”", sentences=[4, 6], blocks=True)
    assert found == ["“ we left .", "“ we came back . ”"]


def test_a_closing_mark_alone_opens_nothing() -> None:
    assert quoted("we left . ” the sea rose .") == []


def seconds(pattern: list[str], shape: str, size: int) -> float:
    words = (pattern * size)[:size]
    heads = {
        "one root": [0] * size,
        "a chain down": [max(0, n - 1) for n in range(size)],
        "a chain up": [min(size - 1, n + 1) for n in range(size)],
        "own sentences": list(range(size)),
        "nested clauses": [max(1, n - 2) if n % 2 else min(size - 1, n + 1) for n in range(size)],
    }[shape]
    deps = ["nsubj" if n % 2 == 0 else "ccomp" for n in range(size)]
    lengths = [1] * size if shape == "own sentences" else None
    document, tree = parsed(words, heads, sentences=lengths, deps=deps)
    started = time.process_time()
    find_attributions(document, tree, (), ())
    return time.process_time() - started


@pytest.mark.parametrize(
    "pattern", ["x said", "said", "“ x", "x ”", '"', "''", ":", "x — y", ";", "according to", "x ("]
)
@pytest.mark.parametrize(
    "shape", ["one root", "a chain down", "a chain up", "own sentences", "nested clauses"]
)
def test_a_hostile_document_is_read_in_linear_time(pattern: str, shape: str) -> None:
    words = pattern.split()
    small, large = (min(seconds(words, shape, n) for _ in range(2)) for n in (SMALL, LARGE))
    assert large < 15 * small + 0.2


@pytest.mark.parametrize("size", [3, CROWD, 5 * CROWD])
def test_the_children_of_a_crowded_head_are_found_as_those_of_any(size: int) -> None:
    deps = [("nsubj", "dobj", "prep", "conj")[n % 4] for n in range(size)]
    _, tree = parsed(["x"] * size, [0] * size, deps=deps)
    wanted = [n for n in range(1, size) if deps[n] in ("prep", "nsubj")]
    assert tree.kids(0, "prep", "nsubj", "prep", "agent") == wanted
    assert tree.child(0, "prep", "nsubj") == next(iter(wanted), None)
    assert tree.child(0, "agent") is None


def attribution(name: str, cue: int, content: tuple[int, int], rule: str = "clause") -> Attribution:
    text = "x" * 100

    def part(start: int, end: int) -> Span:
        return Span(start=start, end=end, text=text[start:end])

    return Attribution(
        id="",
        speaker=Part(spans=(Span(start=cue, end=cue + 1, text=name),)),
        cue=Cue(spans=(part(cue, cue + 1),), lemma="say"),
        content=Part(spans=(part(*content),)),
        form="indirect",
        rule=rule,
    )


def test_the_parent_is_the_innermost_content_around_the_cue() -> None:
    outer, middle, inner = (
        attribution("Ost", 1, (2, 90)),
        attribution("Lind", 10, (11, 80)),
        attribution("Kern", 20, (21, 70)),
    )
    found = nested([inner, outer, middle])
    assert [(a.id, a.parent) for a in found] == [("a1", None), ("a2", "a1"), ("a3", "a2")]


def test_two_that_hold_each_other_do_not_make_a_circle() -> None:
    found = nested([attribution("Ost", 1, (5, 20)), attribution("Lind", 10, (0, 9))])
    assert [(a.id, a.parent) for a in found] == [("a1", "a2"), ("a2", None)]


def test_inside_a_content_only_speech_of_somebody_else_stays() -> None:
    wish = attribution("Lind", 10, (11, 30), rule="infinitive")
    himself = attribution("he", 40, (41, 50))
    assert len(nested([attribution("Ost", 1, (2, 90)), wish, himself])) == 1


def people(*names: str) -> tuple[tuple[Entity, ...], tuple[Mention, ...], Tree]:
    """Return a document "NAME spoke ." for each name and a last sentence "she spoke ."."""
    words = [w for name in (*names, "she") for w in (name, "spoke", ".")]
    heads = [n - n % 3 + 1 for n in range(len(words))]
    _, tree = parsed(words, heads, sentences=[3] * (len(names) + 1), deps="nsubj")
    entities = tuple(Entity(id=f"e{n}", type="person", name=name) for n, name in enumerate(names))
    mentions = tuple(
        Mention(
            start=tree.parse.starts[3 * n],
            end=tree.parse.ends[3 * n],
            text=name,
            entity=f"e{n}",
            type="person",
        )
        for n, name in enumerate(names)
    )
    return entities, mentions, tree


def test_a_pronoun_is_the_last_speaker_where_nobody_else_could_be_meant() -> None:
    entities, mentions, tree = people("Ost")
    parties = Parties(tree, entities, mentions)
    assert parties.entity_of(0) == "e0"
    assert parties.entity_of(3) == "e0"


def test_a_pronoun_between_two_speakers_stays_open() -> None:
    entities, mentions, tree = people("Ost", "Kern")
    parties = Parties(tree, entities, mentions)
    assert [parties.entity_of(token) for token in (0, 3, 6)] == ["e0", "e1", None]


def test_a_person_who_did_not_speak_but_acts_keeps_a_pronoun_open() -> None:
    entities, mentions, tree = people("Ost", "Kern")
    parties = Parties(tree, entities, mentions)
    assert parties.entity_of(0) == "e0"
    assert parties.entity_of(6) is None


def test_each_frame_of_a_cue_has_one_class() -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for row in lexicon.table("cues"):
        for frame in row["frames"].replace("|", " ").split():
            key = row["pos"], row["lemma"], frame
            assert seen.setdefault(key, row["class"]) == row["class"], key
    assert len({lemma for _, lemma, _ in seen}) > 300
