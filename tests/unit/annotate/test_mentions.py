"""Laws of the names layer that hold for any text."""

import time

import pytest
from tests.build import annotate_text

from crosswire.model.annotation import Annotations, Parse, RawName, SentenceTokens
from crosswire.model.document import Document
from crosswire.stages.annotate.mentions import find_mentions
from crosswire.stages.annotate.places import find_places
from crosswire.stages.annotate.tree import Tree

TEXTS = [
    "Finland's foreign minister, Aino Saarela, met Latvian envoy Juris Ozolins in Riga. Saarela said he had left.",
    "Riga and Helsinki agreed on Monday. The ministry, and then the ambassador, said so.",
    "“Ana, Bo and Cai Falk,” 李明 wrote, ‘are in Paris, Texas, U.S.’\n\nTHE WHO AND US ARE IN IT",
    "'s 's - , The the U.N. 's (NIS) (",
]


@pytest.fixture(params=TEXTS)
def notes(request: pytest.FixtureRequest) -> Annotations:
    return annotate_text(request.param)


def test_mentions_are_in_order_and_apart(notes: Annotations) -> None:
    ends = [0]
    for mention in notes.mentions:
        assert mention.start >= ends[-1]
        assert notes.text[mention.start : mention.end] == mention.text
        ends.append(mention.end)


def test_entities_are_numbered_by_first_mention_and_all_are_mentioned(notes: Annotations) -> None:
    first = dict.fromkeys(m.entity for m in notes.mentions)
    assert [e.id for e in notes.entities] == [f"e{n}" for n in range(1, len(notes.entities) + 1)]
    assert set(first) == {e.id for e in notes.entities}


def test_every_place_is_a_mention_by_name(notes: Annotations) -> None:
    spans = {(m.start, m.end) for m in notes.mentions if m.type == "place" and m.form == "name"}
    assert {(p.start, p.end) for p in notes.places} <= spans


def test_same_text_same_layers() -> None:
    assert annotate_text(TEXTS[0]).mentions == annotate_text(TEXTS[0]).mentions


def listing(count: int) -> tuple[Document, Tree]:
    """Return a hostile document: a list of `count` different names, all tagged as such."""
    words = [w for n in range(count) for w in ("Ana", _surname(n), ",")]
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    tags = ["," if w == "," else "NNP" for w in words]
    parse = Parse(
        starts=starts,
        ends=[s + len(w) for s, w in zip(starts, words, strict=True)],
        words=words,
        lemmas=words,
        tags=tags,
        pos=["PROPN"] * len(words),
        deps=["conj"] * len(words),
        heads=[0] * len(words),
        sentences=[_sentence(len(words), at)],
        names=[_person(n) for n in range(count)],
    )
    text = " ".join(words)
    document = Document(id="d", sha256="0" * 64, text=text, language="en")
    return document, Tree(parse, text)


def _surname(number: int) -> str:
    """Return a name that differs from every other in two letters at least."""
    letters = "".join("bcdfglmnprstv"[number // 13**place % 13] for place in (0, 1, 2))
    return (
        "".join(letter + vowel for letter, vowel in zip(letters, "aei", strict=True)).title()
        + letters
    )


def _sentence(last: int, end: int) -> SentenceTokens:
    return SentenceTokens(first=0, last=last, start=0, end=end - 1, block=0)


def _person(number: int) -> RawName:
    return RawName(first=3 * number, last=3 * number + 2, label="PERSON")


@pytest.mark.slow
def test_a_long_list_of_names_takes_linear_time() -> None:
    spent = []
    for count in (500, 2000):
        document, tree = listing(count)
        begin = time.process_time()
        entities, mentions = find_mentions(document, tree)
        find_places(document, tree, mentions)
        spent.append(time.process_time() - begin)
        assert len(entities) > 0.8 * count  # some sound alike
    assert spent[1] < 12 * spent[0] + 0.5
