"""A sheet as PDF, set by Typst with the fonts that it brings. Needs the extra `print`.

Words of reports reach Typst as data, never as source, so no markup in them means anything. Fonts of the machine
are not looked at: the same dossier gives the same bytes everywhere. A script that the fonts lack is said at the end.
"""

from importlib import resources

from crosswire.model.codec import to_json
from crosswire.model.dossier import Dossier
from crosswire.stages.render.formats.sheet import Block, Run, Sheet, sheet
from crosswire.stages.render.table import missing_extra

LACKING = "Some letters have no form in the fonts of this sheet and show as boxes; the DOCX and the page have them."
_HELD = ((0x0000, 0x058F), (0x1E00, 0x2BFF), (0xA720, 0xA7FF), (0xFB00, 0xFB06), (0xFFFC, 0xFFFD))
"""Code points that the fonts have forms for: Latin, Greek, Cyrillic, marks and signs."""


def render_pdf(dossier: Dossier) -> bytes:
    """Return `dossier` as PDF (A4); raises UsageError without typst."""
    try:
        import typst
    except ImportError as error:
        raise missing_extra("print", "typst") from error
    made = sheet(dossier)
    if _lacking(made):
        note = Block(kind="paragraph", runs=(Run(text=LACKING, look="quiet"),))
        made = Sheet(name=made.name, blocks=(*made.blocks, note), foot=made.foot)
    source = resources.files(__package__).joinpath("sheet.typ").read_bytes()
    content: bytes = typst.compile(
        source,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"sheet": to_json(made).decode()},
    )
    return content


def _lacking(made: Sheet) -> bool:
    texts = (
        text
        for block in made.blocks
        for text in (
            *(r.text for r in block.runs),
            *block.notes,
            *(c for row in block.rows for c in row),
        )
    )
    letters = {ord(letter) for text in texts for letter in text}
    return any(not any(low <= code <= high for low, high in _HELD) for code in letters)
