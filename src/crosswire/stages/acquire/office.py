"""Word documents (`.docx`) and PDF files to raw reports; PDF needs the extra `pdf`, which is loaded on use.

What their properties call title, author and dates is how the file was made, so it is kept as metadata and never
taken for the report's own.
"""

import hashlib
import io
import logging
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from crosswire.stages.acquire.archives import BROKEN, content
from crosswire.stages.acquire.decode import RefusedError
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.xmltree import child, local, read_tree, words

_MOST_PAGES = 2_000
_EXTRA = 'PDF files need an extra part of Crosswire: pip install "crosswire[pdf]"'


def read_docx(data: bytes, name: str, options: AcquireOptions) -> Raw:
    """Return the report in the Word document `data`; raises RefusedError where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = content(archive, archive.getinfo("word/document.xml"), options)
            try:
                core = content(archive, archive.getinfo("docProps/core.xml"), options)
            except (KeyError, RefusedError):
                core = b""
    except KeyError:
        raise RefusedError("no Word document (it has no main part); expected .docx") from None
    except BROKEN as error:
        raise RefusedError(f"not a sound Word document ({error}); save it again") from error
    tree = read_tree(main)
    if tree.broken:
        raise RefusedError(f"the document's XML is broken ({tree.broken}); save it again")
    lines = _lines(tree.root)
    text = "\n\n".join(said for said, _ in lines)
    if not text:
        raise RefusedError("a document without text; expected a report")
    title = next((said for said, style in lines[:10] if style == "title"), None)
    return Raw(
        id=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        title=title if title and text.startswith(title) else None,
        metadata=_properties(core),
    )


def _lines(root: Element) -> list[tuple[str, str]]:
    """Return the paragraphs with text, each with its style in lower case; deleted words are left out."""
    found: list[tuple[str, str]] = []
    pieces: list[str] = []
    style = ""
    left_out: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if left_out is not None:
            left_out = None if event == "end" and element is left_out else left_out
        elif event == "start" and name in ("del", "moveFrom", "Fallback"):
            left_out = element
        elif event == "start" and name == "t":
            pieces.append(element.text or "")
        elif event == "start" and name in ("tab", "br", "cr"):
            pieces.append(" ")
        elif event == "start" and name == "pStyle":
            style = next((v for k, v in element.attrib.items() if k.endswith("val")), "").lower()
        elif event == "end" and name == "p":
            if said := " ".join("".join(pieces).split()):
                found.append((said, style))
            pieces, style = [], ""
    return found


def _properties(core: bytes) -> dict[str, Any]:
    try:
        root = read_tree(core).root if core else None
    except RefusedError:
        root = None
    named = {"document_title": "title", "author": "creator", "created": "created"}
    said = {key: words(child(root, name))[:500] for key, name in named.items()}
    return {key: value for key, value in said.items() if value}


def read_pdf(data: bytes, name: str, options: AcquireOptions) -> Raw:
    """Return the report in the PDF file `data`; raises RefusedError where there is none, or the extra is missing."""
    try:
        import pypdf
    except ImportError as error:
        raise RefusedError(_EXTRA) from error
    # What it finds odd in a file it would print, where the caller has set up no logging.
    log = logging.getLogger("pypdf")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError("a PDF file with a password; save it without one")
        pages, size = [], 0
        for page in reader.pages[:_MOST_PAGES]:
            pages.append(page.extract_text().strip())
            size += len(pages[-1])
            if size > options.max_text_characters:
                break
        about: Mapping[str, Any] = reader.metadata or {}
        said = {key: about.get(f"/{field}") for key, field in _ABOUT.items()}
    except RefusedError:
        raise
    except Exception as error:  # what a broken file makes the parser raise has no common root
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise RefusedError(f"not a sound PDF file ({reason}); save it again") from error
    text = "\n\n".join(page for page in pages if page).replace("\0", "")
    if not any(c.isalpha() for c in text):
        raise RefusedError(
            "a PDF file without text (scanned pages, it seems); give it a text layer"
        )
    metadata: dict[str, Any] = {
        k: " ".join(v.split())[:500] for k, v in said.items() if isinstance(v, str)
    }
    return Raw(
        id=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        metadata={**{key: value for key, value in metadata.items() if value}, "pages": len(pages)},
    )


_ABOUT = {"document_title": "Title", "author": "Author", "created": "CreationDate"}
