"""A sheet as DOCX that an editor can go on with: Word's own styles, real footnotes. Needs the extra `print`.

python-docx has no footnotes, so their part is written here; the archive is packed anew without times, so that the
same dossier gives the same bytes.
"""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from crosswire.model.dossier import Dossier
from crosswire.stages.render.formats.packed import packed
from crosswire.stages.render.formats.sheet import Block, Run, Sheet, sheet
from crosswire.stages.render.table import missing_extra

STYLES = {
    "title": "Title",
    "section": "Heading1",
    "topic": "Heading2",
    "item": "Heading2",
    "bullet": "ListBullet",
}
"""Ids of the template's styles; set by id, for to look each up by name takes most of the time."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_MARKS = ("separator", "continuationSeparator")


def render_docx(dossier: Dossier) -> bytes:
    """Return `dossier` as a Word document (A4); raises UsageError without python-docx."""
    try:
        import docx
    except ImportError as error:
        raise missing_extra("print", "python-docx") from error
    made = sheet(dossier)
    document = docx.Document()
    _prepare(document, made)
    notes: list[str] = []
    for block in made.blocks:
        if block.kind == "table":
            _table(document, block)
            continue
        paragraph = document.add_paragraph()
        if block.kind in STYLES:
            paragraph._p.style = STYLES[block.kind]
        for run in block.runs:
            _run(paragraph, run)
        if block.kind == "paragraph" and all(run.look == "quiet" for run in block.runs):
            paragraph.paragraph_format.keep_with_next = True  # it tells of what follows
        for note in block.notes:
            notes.append(note)
            _reference(paragraph, len(notes))
    _add_notes(document, notes)
    out = io.BytesIO()
    document.save(out)
    return _packed_anew(out.getvalue())


def _prepare(document: Any, made: Sheet) -> None:
    """Set page, styles, the running foot and what the file says of itself."""
    from datetime import UTC, datetime

    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11.5)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(3)
    foot = section.footer.paragraphs[0]
    foot.text = made.foot
    for run in foot.runs:
        run.font.size = Pt(7.5)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = made.name[:255], "Crosswire", ""
    facts.created = facts.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    facts.last_modified_by = ""
    _note_styles(document)


def _note_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(8)
    text.paragraph_format.space_after = Pt(1)
    mark = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _run(paragraph: Any, run: Run) -> None:
    from docx.shared import Pt, RGBColor

    made = paragraph.add_run(run.text)
    match run.look:
        case "strong":
            made.bold = True
        case "quiet":
            made.font.size, made.font.color.rgb = Pt(9), RGBColor(0x59, 0x59, 0x59)
        case "marked":
            made.underline = True
        case "slanted":
            made.italic = True


def _table(document: Any, block: Block) -> None:
    from docx.shared import Pt

    table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
    table.style = document.styles["Light List"]
    texts = [text for row in block.rows for text in row]
    for cell, text in zip(table._cells, texts, strict=True):
        cell.paragraphs[0].add_run(text).font.size = Pt(8.5)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


# ---------------------------------------------------------------- footnotes


def _reference(paragraph: Any, number: int) -> None:
    """Add the mark of footnote `number` to a paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    run._r.style = "FootnoteReference"
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(number))
    run._r.append(mark)


def _add_notes(document: Any, notes: list[str]) -> None:
    """Add the part that holds the footnotes; Word wants the two rules above them as notes -1 and 0."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    rules = "".join(
        f'<w:footnote w:type="{mark}" w:id="{n}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for n, mark in enumerate(_MARKS, start=-1)
    )
    texts = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for n, note in enumerate(notes, start=1)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{_W}">{rules}{texts}</w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _NOTES_LINK)


def _packed_anew(content: bytes) -> bytes:
    """Return the archive with fixed times and order; the list of content types comes first, as Word writes it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return packed(files, first=("[Content_Types].xml",))
