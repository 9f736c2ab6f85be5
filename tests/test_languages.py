"""Languages that are read in part, sentence by sentence (`languages/*.txt`): what is found, and nothing besides."""

import re
from pathlib import Path

import pytest

from crosswire.stages.annotate.layers import partly
from tests.build import document

FILES = sorted((Path(__file__).parent / "languages").glob("*.txt"))


def read(path):
    """Yield (sentence, what is to be found, what is known to be missed)."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        if lines:
            missed = {line[7:] for line in lines[1:] if line.startswith("missed ")}
            yield lines[0], {line for line in lines[1:] if not line.startswith("missed ")}, missed


def found_in(sentence, code):
    layers = partly(document(sentence, language=code))
    found = set()
    for f in layers.figures:
        toll = (f.rule or "").removeprefix("toll:") if (f.rule or "").startswith("toll:") else ""
        marks = [toll, "increment" * f.increment, "part" * f.part_of]
        said = f'figure "{f.text}" {f.value:g} {f.change} {f.unit} ' + " ".join(filter(None, marks))
        found.add(said.strip())
    for a in layers.attributions:
        found.add(f'{a.form} "{a.speaker.spans[0].text}" "{a.content.spans[0].text}"')
    return found


def plain(line):
    """Return an expectation with its number as Python prints it."""
    match = re.match(r'(figure ".*?") (\S+) (.*)', line)
    return f"{match[1]} {float(match[2]):g} {match[3]}" if match else line


CASES = [(path.stem, *case) for path in FILES for case in read(path)]


@pytest.mark.parametrize(("code", "sentence", "wanted", "missed"), CASES)
def test_a_sentence_gives_what_it_says_and_nothing_besides(code, sentence, wanted, missed):
    found = found_in(sentence, code)
    assert found == {plain(line) for line in wanted}
    assert not found & {plain(line) for line in missed}, "found now: take the mark away"
