"""Reading a story that was handed over as a bag (BagIt): is it whole, and does its dossier hold?

A bag comes from anywhere, so nothing of it is unpacked to disk, no more is read than its bounds allow, and names
in it lead nowhere outside it.
"""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from crosswire.errors import UsageError
from crosswire.model.codec import from_json
from crosswire.model.dossier import Dossier, DossierDocument
from crosswire.model.record import Record
from crosswire.pipeline.verify import Mismatch

MOST_BYTES = 2_000_000_000
"""Bytes read of one bag, unpacked."""
MOST_FILES = 100_000
HASHES = ("sha256", "sha512", "sha1", "md5")
"""Hashes that a manifest may be in; one of them must be there."""


class Bag(Record, frozen=True, kw_only=True):
    """A bag as read: its dossier with the texts of its files, hashes checked, and what does not hold."""

    dossier: Dossier
    hashes: int
    mismatches: tuple[Mismatch, ...] = ()


class _Listed(Record, frozen=True, kw_only=True):
    document: str
    file: str | None = None


def is_bag(path: Path) -> bool:
    """Tell whether `path` is a folder or a zip archive, which only a bag can be here."""
    return path.is_dir() or (path.is_file() and zipfile.is_zipfile(path))


def read_bag(path: Path) -> Bag:
    """Return what the bag in a folder or zip archive holds; raises UsageError where it is none of ours."""
    files = _files(path)
    if "bagit.txt" not in files:
        raise UsageError(
            f"{path}: no bag (bagit.txt is not there); expected what --format bag wrote"
        )
    checked, wrong = _manifests(files)
    dossier = _dossier(path, files)
    texts, missing = _texts(files)
    wrong += missing
    for document in (*dossier.documents, *dossier.earlier):
        text = texts.get(document.id)
        if text is not None and document.text is not None and text != document.text:
            wrong.append(_wrong("texts", document.id, "its file and the dossier hold other texts"))
    return Bag(
        dossier=replace(
            dossier,
            documents=tuple(_with_text(d, texts) for d in dossier.documents),
            earlier=tuple(_with_text(d, texts) for d in dossier.earlier),
        ),
        hashes=checked,
        mismatches=tuple(wrong),
    )


def _with_text(document: DossierDocument, texts: Mapping[str, str]) -> DossierDocument:
    return replace(document, text=texts.get(document.id, document.text))


def _wrong(where: str, document: str, problem: str) -> Mismatch:
    return Mismatch(where=where, document=document, problem=problem)


# ---------------------------------------------------------------- files


def _files(path: Path) -> dict[str, bytes]:
    """Return the files of a bag by their path within it."""
    found = _unzipped(path) if path.is_file() else _in_folder(path)
    tops = {name.partition("/")[0] for name in found}
    if "bagit.txt" not in found and len(tops) == 1:
        found = {name.partition("/")[2]: content for name, content in found.items()}
    return found


def _in_folder(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            size += path.stat().st_size
            _bounded(folder, size, len(found) + 1)
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _unzipped(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.filename.endswith("/"):
                    continue
                if member.filename in found:
                    raise UsageError(f"{path}: it holds {member.filename} twice")
                with archive.open(member) as content:
                    # sizes in the directory of an archive may be lies
                    data = content.read(MOST_BYTES - size + 1)
                size += len(data)
                _bounded(path, size, len(found) + 1)
                found[member.filename] = data
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise UsageError(f"{path}: a zip archive that can't be read ({error})") from error
    return found


def _bounded(path: Path, size: int, files: int) -> None:
    if size > MOST_BYTES or files > MOST_FILES:
        raise UsageError(
            f"{path}: larger than a bag may be ({MOST_BYTES:,} bytes, {MOST_FILES:,} files)"
        )


# ---------------------------------------------------------------- checks


def _manifests(files: Mapping[str, bytes]) -> tuple[int, list[Mismatch]]:
    """Return how many hashes were checked, and every file that is missing, changed or in no manifest."""
    wrong: list[Mismatch] = []
    checked = 0
    listed: set[str] = set()
    kinds = [kind for kind in HASHES if f"manifest-{kind}.txt" in files]
    if not kinds:
        wrong.append(_wrong("manifest", "bag", f"no manifest; expected manifest-{HASHES[0]}.txt"))
    for kind in kinds:
        for manifest in (f"manifest-{kind}.txt", f"tagmanifest-{kind}.txt"):
            for digest, name in _lines(files.get(manifest, b"")):
                listed.add(name)
                checked += 1
                if name not in files:
                    wrong.append(_wrong(manifest, name, "a file that is not there"))
                elif hashlib.new(kind, files[name]).hexdigest() != digest.lower():
                    wrong.append(_wrong(manifest, name, "the file has another hash"))
    payload = sorted(name for name in files if name.startswith("data/"))
    wrong += [
        _wrong("data", n, "a file that no manifest lists") for n in payload if n not in listed
    ]
    return checked, wrong


def _lines(manifest: bytes) -> list[tuple[str, str]]:
    """Return the hashes and names of a manifest; `%0A`, `%0D` and `%25` in names are undone."""
    found = []
    for line in manifest.decode("utf-8", "replace").splitlines():
        digest, _, name = line.strip().partition(" ")
        if name:
            found.append((digest, unquote(name.strip().removeprefix("*"))))
    return found


def _dossier(path: Path, files: Mapping[str, bytes]) -> Dossier:
    try:
        return from_json(files.get("data/dossier.json", b""), Dossier)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: data/dossier.json is no crosswire dossier ({error})") from error


def _texts(files: Mapping[str, bytes]) -> tuple[dict[str, str], list[Mismatch]]:
    """Return the texts in a bag by document, and those that it names and can't give."""
    texts: dict[str, str] = {}
    wrong = []
    try:
        listed = from_json(files.get("data/documents.json", b"[]"), list[_Listed])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return {}, [
            _wrong("data/documents.json", "bag", f"not the list that it should be: {error}")
        ]
    for entry in listed:
        content = files.get(f"data/{entry.file}") if entry.file else None
        if content is not None:
            texts[entry.document] = content.decode("utf-8", "replace")
        elif entry.file:
            wrong.append(_wrong(f"data/{entry.file}", entry.document, "a file that is not there"))
    return texts, wrong
