"""Every case of `tests/edits`: what became of sentences and claims, and whether anybody said so."""

import re
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from tests.build import document

from crosswire.model.change import SentenceChange, VersionChange
from crosswire.model.document import Document
from crosswire.pipeline.versions import unread
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate
from crosswire.stages.compare.reports import compare_versions

CASES = sorted((Path(__file__).parents[2] / "edits").glob("*.txt"))


def read_case(path: Path) -> tuple[Document, Document, list[str]]:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    texts, _, expected = rest.partition("\n---\n")
    given = dict(
        line.split(": ", 1) for line in head.split("\n") if line and not line.startswith("#")
    )
    made = []
    for text, suffix in zip(texts.split("\n>>>\n"), ("", "-after"), strict=True):
        fields = {
            "published_at": given.get(f"published{suffix}", given.get("published")),
            "title": given.get(f"title{suffix}", given.get("title")),
        }
        told = {k: v for k, v in fields.items() if v}
        made.append(document(text, id=f"v{suffix}", outlet="Morning Tide", **told))
    return made[0], made[1], [line for line in expected.split("\n") if line.strip()]


@cache
def told(path: Path) -> VersionChange:
    before, after, _ = read_case(path)
    one, two = annotate([before, after])
    return compare_versions(before, after, (one, two), because="text", kept=1.0)


def shown(change: SentenceChange) -> str:
    if change.action != "edit":
        words = change.after or change.before
        assert words is not None
        return f'{change.action} "{" ".join(words.text.split())}"'
    text = ""
    for run in change.words:
        if run.action == "keep":
            text += run.after
            continue
        taken, put = run.before.strip(), run.after.strip()
        text += f"[-{taken}-]" if taken else ""
        text += f"{{+{put}+}}" if put else ""
        text += " " if (run.after or run.before)[-1:] == " " else ""
    return f'edit "{" ".join(text.split())}"'


def problem(line: str, found: VersionChange, listed: set[str]) -> str | None:
    sentences = {shown(s) for s in found.sentences}
    claims = [(c.kind, c.before or "-", c.after or "-") for c in found.claims]
    if line == "only sentences":
        return (
            None if sentences == listed else f"also {sentences - listed}, not {listed - sentences}"
        )
    if line == "no sentences":
        return None if not sentences else f"has {sentences}"
    if line == "silent":
        return None if found.silent else f"announced by {found.note or found.said}"
    if line == "announced":
        return None if found.sentences and not found.silent else "silent"
    if line == "same":
        return None if not found.sentences and not found.silent else "changed"
    if kind := re.fullmatch(r"no claim ([\w-]+)", line):
        return None if all(c[0] != kind[1] for c in claims) else f"has {claims}"
    if claim := re.fullmatch(r'claim ([\w-]+) (-|".*") -> (-|".*")', line):
        wanted = (claim[1], claim[2].strip('"'), claim[3].strip('"'))
        return None if wanted in claims else f"has only {claims}"
    assert re.match(r'(add|delete|edit|move) "', line), f"no such expectation: {line}"
    return None if line in sentences else f"has only {sentences}"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    _, _, expected = read_case(path)
    found = told(path)
    listed = {line for line in expected if re.match(r'(add|delete|edit|move) "', line)}
    problems = [f"{line}: {why}" for line in expected if (why := problem(line, found, listed))]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_every_line_has_its_words(path: Path) -> None:
    before, after, _ = read_case(path)
    texts = {before.id: before.text, after.id: after.text}
    found = told(path)
    passages = [e for s in found.sentences for e in (s.before, s.after)]
    passages += [e for c in found.claims for e in (c.was, c.evidence)] + [found.note]
    for words in passages:
        assert words is None or texts[words.document][words.start : words.end] == words.text
    for sentence in found.sentences:
        if sentence.action == "edit":
            assert sentence.before
            assert sentence.after
            assert "".join(w.before for w in sentence.words) == sentence.before.text
            assert "".join(w.after for w in sentence.words) == sentence.after.text
    assert all(c.was or c.evidence for c in found.claims)


@pytest.mark.parametrize("path", CASES[:4], ids=lambda p: p.stem)
def test_a_version_beside_itself_says_nothing(path: Path) -> None:
    before, _, _ = read_case(path)
    (layers,) = annotate([before])
    found = compare_versions(before, before, (layers, layers), because="item", kept=1.0)
    assert not found.sentences
    assert not found.claims
    assert not found.silent
    assert found.note is None


def test_a_title_above_the_text_is_a_headline(tmp_path: Path) -> None:
    made = []
    for number, dead in enumerate(("Nine", "Ten")):
        path = tmp_path / f"{number}.md"
        head = f"---\ntitle: {dead} dead in mill fire\noutlet: Morning Tide\n---"
        path.write_text(f"{head}\n\nFire broke out in the mill of Sorn on Sunday.\n", "utf-8")
        made.append(next(iter(acquire([str(path)]))))
    before, after = made
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    one, two = annotate([before, after])
    found = compare_versions(before, after, (one, two), because="text", kept=1.0)
    assert [shown(s) for s in found.sentences] == ['edit "[-Nine-]{+Ten+} dead in mill fire"']
    assert [c.kind for c in found.claims] == ["headline-changed"]
    assert found.silent


HOSTILE = (
    ("Aa bb cc. " * 20_000, "Aa bb dd. " * 20_000),
    ("word " * 40_000, "wort " * 40_000),
    ("update:" * 28_000, "correction:" * 18_000),
    ("(adds " * 33_000, "this article " * 15_000),
    ("(" * 200_000, "[" * 200_000),
    ("update: a\n" * 20_000, "correction: b\n" * 14_000),
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_texts_take_seconds_at_most(number: int) -> None:
    before, after = (document(text, id=f"h{n}") for n, text in enumerate(HOSTILE[number]))
    begun = process_time()
    found = compare_versions(
        before, after, (unread(before), unread(after)), because="text", kept=0.0
    )
    assert process_time() - begun < 8
    assert all(s.before or s.after for s in found.sentences)
