"""Texts no reporter wrote, such as long runs without blanks: offsets hold, time grows with the length."""

import time

import pytest
from tests.build import document

from crosswire.model.annotation import Parse
from crosswire.model.document import Document
from crosswire.stages.annotate.layers import layers
from crosswire.stages.annotate.parse import LONGEST, parse

SIZE = 20_000
SECONDS = 3
HOSTILE = ["(", "“", "a-", "1/2/", "“said ", "$", "🙂"]


def parsed(text: str) -> tuple[Document, Parse]:
    found = document(text)
    (tokens,) = parse([found])
    for start, end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
        assert found.text[start:end].split() == word.split()
    return found, tokens


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Read one sentence, so that no test counts the loading of the models."""
    layers(*parsed("Ann Ost opened the bridge."))


@pytest.mark.parametrize("mark", [mark for mark in HOSTILE if " " not in mark])
def test_a_run_without_blanks_is_parsed_in_linear_time(mark: str) -> None:
    started = time.process_time()
    _, tokens = parsed((mark * SIZE)[:SIZE])
    assert time.process_time() - started < SECONDS
    assert "".join(tokens.words) == (mark * SIZE)[:SIZE]


@pytest.mark.parametrize("mark", HOSTILE)
def test_every_layer_reads_a_hostile_document_in_linear_time(mark: str) -> None:
    found, tokens = parsed((mark * SIZE)[:SIZE])
    started = time.process_time()
    layers(found, tokens)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("blanks", [" ", "  ", "\t", "\u00a0", "\u2003"])
def test_only_the_run_itself_is_cut_and_what_stands_around_it_is_read(blanks: str) -> None:
    run = "(" * (2 * LONGEST + 5)
    _, tokens = parsed(f"Ann Ost spoke{blanks}{run}{blanks}and left.")
    words = [word for word in tokens.words if word.strip()]
    assert words[:3] == ["Ann", "Ost", "spoke"]
    assert [len(word) for word in words[3:6]] == [LONGEST, LONGEST, 5]
    assert words[6:] == ["and", "left", "."]


def test_a_long_address_that_fits_is_tokenised_as_before() -> None:
    address = "https://example.org/" + "a" * (LONGEST - 20)
    _, tokens = parsed(f"Ann Ost wrote to {address} on Monday.")
    assert address in tokens.words


def test_a_cut_run_starts_no_sentence_of_its_own() -> None:
    found, tokens = parsed("Ann Ost read the plan " + "x" * (LONGEST + 50) + " to her sister.")
    assert len(found.prose()) == 1
    assert len(tokens.sentences) == 1
