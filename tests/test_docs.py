"""README and docs hold: examples print what they say, links lead somewhere, the reference is what the code says."""

import re
import typing
from pathlib import Path

import pytest
from tools import examples, figures, reference

import crosswire
from crosswire.cli.main import VERBS
from crosswire.model import annotation, document, dossier
from tests import test_cases

ROOT = Path(__file__).resolve().parent.parent
PROSE = [
    *examples.pages(),
    *(ROOT / name for name in ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md")),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def with_examples() -> list[Path]:
    return [
        page
        for page in examples.pages()
        if any(examples.examples(page.read_text(encoding="utf-8").split("\n")))
    ]


@pytest.mark.parametrize("page", with_examples(), ids=name_of)
def test_examples_print_what_the_page_says(page: Path) -> None:
    different = [
        f"{d.example.source}\n--- the page says\n{d.expected}\n--- printed\n{d.printed[:2000]}"
        for d in examples.check(page)
    ]
    assert not different, "\n\n".join([*different, "python tools/examples.py --write mends it"])


def test_an_example_that_prints_something_else_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo two\none\n$ false\n$ echo a b c\na ... c\n```\n")
    assert [d.example.source for d in examples.check(page)] == ["echo two", "false"]
    examples.check(page, write=True)
    assert "$ echo two\ntwo\n" in page.read_text()


@pytest.mark.parametrize("page", PROSE, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{target}: no such file"
        if anchor:
            assert anchor in anchors(file), f"{target}: no such heading"


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are usually made of their words."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PROSE, ids=name_of)
def test_no_page_names_a_path_of_one_machine(page: Path) -> None:
    found = re.findall(r"(?<![\w.])/(?:work|home|tmp|root|Users)/\S+", page.read_text("utf-8"))
    assert not found


@pytest.mark.parametrize("page", PROSE, ids=name_of)
def test_every_word_of_make_is_there(page: Path) -> None:
    words = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)
    assert not set(named) - words


@pytest.mark.parametrize("name", reference.WRITERS)
def test_reference_is_what_the_code_says(name: str) -> None:
    now, wanted = reference.renewed(name)
    assert now == wanted, "stale; run: python tools/reference.py"


@pytest.mark.parametrize(("page", "table"), figures.TABLES)
def test_figures_are_those_that_were_measured(page: str, table: str) -> None:
    now, wanted = figures.renewed(page, table)
    assert now == wanted, "stale; run: python tools/figures.py"


@pytest.mark.parametrize("verb", [verb for verb, _ in VERBS], ids=lambda verb: verb.__name__)
def test_every_command_says_what_it_does(verb: typing.Callable[..., None]) -> None:
    assert (verb.__doc__ or "").strip().endswith(".")


TERMS = {
    "verdict": dossier.Verdict,
    "status": annotation.Status,
    "cue class": annotation.CueClass,
    "block": document.BlockKind,
    "claim relation": dossier.Relation,
    "conflict class": dossier.Conflict.__annotations__["class_"],
    "conflict kind": dossier.Conflict.__annotations__["kind"],
    "figure relation": dossier.FigureGroup.__annotations__["relation"],
    "quote relation": dossier.QuoteVariant.__annotations__["relation"],
    "edge": dossier.Edge.__annotations__["kind"],
    "realis": annotation.Realis,
}


@pytest.mark.parametrize("term", TERMS)
def test_every_word_of_the_json_is_explained(term: str) -> None:
    text = (ROOT / "docs/reference/words.md").read_text(encoding="utf-8")
    missing = [v for v in typing.get_args(TERMS[term]) if f"`{v}`" not in text]
    assert not missing, f"docs/reference/words.md does not have these values of {term}: {missing}"


def test_every_public_name_is_in_the_python_page() -> None:
    text = (ROOT / "docs/how-to/python.md").read_text(encoding="utf-8")
    names = [n for n in crosswire.__all__ if not n.startswith("_")]
    assert not [n for n in names if not re.search(rf"\b{n}\b", text)]


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    pages = sorted(folder.glob("0*.md"))
    assert not [p.name for p in pages if f"({p.name})" not in listed]
    for page in pages:
        number, title = page.read_text(encoding="utf-8").split("\n", 1)[0].split(" ", 2)[1:]
        assert page.name.startswith(f"{number}-")
        assert title in listed


def test_the_golden_case_in_contributing_is_one(tmp_path: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    case = re.search(r"```\n(# .*?\n---\n.*?)```", text, re.DOTALL)
    assert case is not None
    path = tmp_path / "case.txt"
    path.write_text(case[1], encoding="utf-8")
    test_cases.test_case(path)


@pytest.mark.parametrize("page", PROSE, ids=name_of)
def test_files_that_are_named_are_there(page: Path) -> None:
    places = (ROOT, ROOT / "src/crosswire", ROOT / "src/crosswire/stages", page.parent)
    named = re.findall(r"`((?:\w+/)+\w+\.(?:py|md|tsv|txt|json))`", page.read_text("utf-8"))
    assert not [n for n in named if not any((place / n).exists() for place in places)]
