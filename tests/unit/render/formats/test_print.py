"""PDF and DOCX: what stands on the sheet, its footnotes, and that hostile text is only text."""

import io
import sys
import zipfile
from xml.etree import ElementTree

import docx
import pypdf
import pytest

from crosswire.errors import UsageError
from crosswire.model.dossier import Dossier
from crosswire.stages.render.clean import line
from crosswire.stages.render.formats.sheet import sheet
from crosswire.stages.render.table import render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pdf_text(story: Dossier) -> str:
    pages = pypdf.PdfReader(io.BytesIO(render(story, "pdf"))).pages  # type: ignore[arg-type]
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def bare(text: str) -> str:
    """Return text without blanks and marks that a page may set otherwise: ligatures, soft hyphens."""
    return "".join(text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("\u00ad", "").split())


@pytest.mark.parametrize("name", ["ambassador", "ferry", "by-hand"])
def test_every_line_of_the_sheet_has_its_words(name: str, stories: dict[str, Dossier]) -> None:
    made = sheet(stories[name])
    sections = {"title", "section", "topic", "item", "paragraph", "table", "under"}
    bullets = [block for block in made.blocks if block.kind not in sections]
    quoted = [b for b in bullets if b.runs[0].text.startswith("“")]
    assert all(block.notes for block in bullets if block not in quoted)
    passages = {line(c.evidence.text) for p in stories[name].points for c in p.claims}
    notes = " ".join(note for block in made.blocks for note in block.notes)
    assert sum(passage in notes for passage in passages) > len(passages) / 2


def test_a_point_that_is_not_plain_begins_with_its_holder(stories: dict[str, Dossier]) -> None:
    texts = ["".join(run.text for run in block.runs) for block in sheet(stories["ferry"]).blocks]
    assert any(text.startswith("Denied by Skerra Lines: ") for text in texts)
    assert any(text.startswith("Coast Guard says: ") for text in texts)


def test_the_pdf_holds_title_words_and_footnotes(stories: dict[str, Dossier]) -> None:
    story = stories["ferry"]
    text = bare(pdf_text(story))
    assert bare(story.story.title) in text
    for conflict in story.conflicts:
        assert bare(conflict.question)[:60] in text
    for found in story.lede[0].evidence[:1]:
        assert bare(line(found.text)) in text
    reader = pypdf.PdfReader(io.BytesIO(render(story, "pdf")))  # type: ignore[arg-type]
    assert reader.metadata is not None
    assert reader.metadata.title == line(story.story.title)
    assert len(reader.pages) < 15


def test_the_docx_opens_and_each_note_is_where_it_is_referred_to(story: Dossier) -> None:
    data = render(story, "docx")
    assert isinstance(data, bytes)
    document = docx.Document(io.BytesIO(data))
    made = sheet(story)
    paragraphs = [p.text for p in document.paragraphs]
    for block in made.blocks:
        if block.kind != "table":
            assert "".join(run.text for run in block.runs) in paragraphs
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        styles = archive.read("word/styles.xml").decode()
    ids = [note.get(f"{W}id") for note in notes]
    referred = [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")]
    assert ids[:2] == ["-1", "0"]
    assert referred == ids[2:] == [str(n) for n in range(1, len(referred) + 1)]
    texts = ["".join(t.text or "" for t in note.iter(f"{W}t")).strip() for note in notes][2:]
    assert texts == [note for block in made.blocks for note in block.notes]
    for style in ("FootnoteText", "FootnoteReference", "ListBullet", "Heading1", "Heading2"):
        assert f'w:styleId="{style}"' in styles


HOSTILE = (
    '#let x = panic() $ \\ [link](x) <script> "; #image("/etc/passwd") @a *b* _c_ ~ \x07 &amp;'
)


def test_markup_in_a_title_is_text(stories: dict[str, Dossier]) -> None:
    from msgspec.structs import replace

    story = stories["ferry"]
    story = replace(story, story=replace(story.story, title=HOSTILE))
    assert bare(line(HOSTILE)) in bare(pdf_text(story))
    document = docx.Document(io.BytesIO(render(story, "docx")))  # type: ignore[arg-type]
    assert document.paragraphs[0].text == line(HOSTILE)


def test_letters_that_the_fonts_lack_are_said(stories: dict[str, Dossier]) -> None:
    from msgspec.structs import replace

    story = stories["empty"]
    assert "show as boxes" not in pdf_text(story)
    assert "show as boxes" in pdf_text(replace(story, story=replace(story.story, title="서울")))


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("pdf", "typst", "print"),
        ("docx", "docx", "print"),
        ("parquet", "pyarrow", "parquet"),
    ],
)
def test_without_its_package_a_format_says_what_to_install(
    name: str,
    package: str,
    extra: str,
    stories: dict[str, Dossier],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=rf"pip install 'crosswire\[{extra}\]'"):
        render(stories["empty"], name)
