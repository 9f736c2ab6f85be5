"""A whole story as a bag (BagIt 1.0, RFC 8493) in one zip: dossier, page, texts and their hashes.

    STORY/bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
    STORY/data/dossier.json  dossier.html  documents.json  texts/001.txt …

`crosswire verify` reads it, and so does any BagIt tool. The bytes depend on the dossier alone: no date of bagging.
"""

import hashlib
from collections.abc import Mapping, Sequence

from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.stages.render.clean import line
from crosswire.stages.render.formats.packed import packed
from crosswire.stages.render.html import render_html
from crosswire.stages.render.json import render_json

DOSSIER, PAGE, LISTED = "data/dossier.json", "data/dossier.html", "data/documents.json"
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")


def render_bag(dossier: Dossier, documents: Sequence[Document] = ()) -> bytes:
    """Return the bag of `dossier`; texts are those of `documents`, else those the dossier carries."""
    given = {document.id: document.text for document in documents}
    payload = {DOSSIER: render_json(dossier), PAGE: render_html(dossier).encode()}
    listed = []
    for number, document in enumerate((*dossier.documents, *dossier.earlier), start=1):
        text = given.get(document.id, document.text)
        path = None
        if text is not None:
            path = f"texts/{number:03}.txt"
            payload[f"data/{path}"] = text.encode("utf-8", "surrogatepass")
        listed.append(
            {
                "document": document.id,
                "file": path,
                "text_sha256": document.text_sha256,
                "sha256": document.sha256,
                "url": document.url,
            }
        )
    payload[LISTED] = to_json(listed, indent=2) + b"\n"
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _info(dossier, payload),
        "manifest-sha256.txt": _manifest(payload),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    top = f"crosswire-{dossier.story.id}"
    files = {f"{top}/{name}": content for name, content in {**tags, **payload}.items()}
    return packed(files, first=tuple(f"{top}/{name}" for name in TAGS))


def _info(dossier: Dossier, payload: Mapping[str, bytes]) -> bytes:
    """Return what a bag says of itself, one `Label: value` a line."""
    size = sum(map(len, payload.values()))
    facts = {
        "Bag-Software-Agent": f"Crosswire {dossier.producer.version}".strip(),
        "External-Identifier": dossier.story.id,
        "External-Description": line(dossier.story.title),
        "Payload-Oxum": f"{size}.{len(payload)}",
    }
    return "".join(f"{label}: {value}\n" for label, value in facts.items()).encode()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()
