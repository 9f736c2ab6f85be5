"""A folder of mixed files as an archive has them: every kind that is read, one in twenty broken, in twenty ways.

What each broken file is, and a word that the reason must have, stands beside it, so that a run can be checked file
by file: sound ones are read, broken ones named with why.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from random import Random

from evaluation.soak.kinds import (
    docx,
    entry,
    feed,
    letter,
    newsml,
    ninjs,
    page,
    pdf,
    story,
    warc,
    zipped,
)

NUMBERED = re.compile(r"Report (\d+):")
Made = tuple[str, bytes]
"""A suffix and what the file holds."""


def _text(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


SOUND: tuple[Callable[[list[str]], Made], ...] = (
    lambda lines: (".txt", _text(lines)),
    lambda lines: (".md", b"---\noutlet: Lerne Post\n---\n\n# " + _text(lines)),
    lambda lines: (".html", page(lines)),
    lambda lines: (".jsonl", json.dumps({"title": lines[0], "text": "\n\n".join(lines[1:])}).encode()),
    lambda lines: (".json", ninjs(lines)),
    lambda lines: (".xml", newsml(lines)),
    lambda lines: (".rss", feed(lines)),
    lambda lines: (".atom", entry(lines)),
    lambda lines: (".eml", letter(lines)),
    lambda lines: (".docx", docx(lines)),
    lambda lines: (".pdf", pdf(lines)),
    lambda lines: (".warc", warc(lines)),
    lambda lines: (".warc.gz", gzip.compress(warc(lines))),
    lambda lines: (".wacz", zipped({"archive/a.warc.gz": gzip.compress(warc(lines)), "datapackage.json": b"{}"})),
    lambda lines: (".txt.gz", gzip.compress(_text(lines))),
    lambda lines: (".zip", zipped({"report.txt": _text(lines)})),
)  # fmt: skip
"""One maker for each kind that is read."""


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _deep(lines: list[str]) -> bytes:
    return b"<html><body>" + b"<div>" * 9000 + _text(lines) + b"</body></html>"


def _laughs(lines: list[str]) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]><rss version='2.0'><channel><item><title>"
        f"{lines[0]}</title><description>&e11;</description></item></channel></rss>"
    ).encode()


def _bomb() -> bytes:
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(80):
            file.write(bytes(1 << 20))
    return packed.getvalue()


def _locked(lines: list[str]) -> bytes:
    """Return a zip whose member says that it is encrypted."""
    data = bytearray(zipped({"secret.txt": _text(lines)}))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


BOMB = _bomb()
BROKEN: tuple[Callable[[list[str]], Made], ...] = (
    lambda lines: (".txt", b""),
    lambda lines: (".txt", b" \n\t \n"),
    lambda lines: (".html", b"<html><body><nav>Home</nav></body></html>"),
    lambda lines: (".html", _deep(lines)),
    lambda lines: (".jsonl", b'{"title": "cut off'),
    lambda lines: (".jsonl", b'{"title": "no text at all"}'),
    lambda lines: (".json", b'{"neither": "a report"}'),
    lambda lines: (".json", _half(ninjs(lines))),
    lambda lines: (".xml", _half(newsml(lines))),
    lambda lines: (".xml", b"<recipe><flour/></recipe>"),
    lambda lines: (".rss", _laughs(lines)),
    lambda lines: (".txt.gz", _half(gzip.compress(_text(lines)))),
    lambda lines: (".txt.gz", BOMB),
    lambda lines: (".zip", _half(zipped({"report.txt": _text(lines)}))),
    lambda lines: (".zip", zipped({})),
    lambda lines: (".zip", _locked(lines)),
    lambda lines: (".docx", b"PK\x03\x04 not really a document"),
    lambda lines: (".pdf", b"%PDF-1.4\n" + b"\x00garbage" * 20),
    lambda lines: (".warc", b"WARC/1.0\r\nContent-Length: 99999\r\n\r\ncut"),
    lambda lines: (".jpg", b"\xff\xd8\xff\xe0 a picture"),
)  # fmt: skip
"""Twenty ways in which files are broken."""


def write(folder: Path, count: int, seed: int = 1) -> tuple[dict[str, int], dict[str, int]]:
    """Write `count` files; return the sound ones and the broken ones, by name, with the number of their report."""
    random = Random(seed)
    sound: dict[str, int] = {}
    broken: dict[str, int] = {}
    for number in range(count):
        lines = story(number, random)
        bad = number % 20 == 10
        makers = BROKEN if bad else SOUND
        suffix, data = makers[(number // 20 if bad else number) % len(makers)](lines)
        name = f"{number % 97:02}/{'b' if bad else 's'}{number:05}{suffix}"
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        (broken if bad else sound)[name] = number
    return sound, broken


def compare(
    sound: dict[str, int], broken: dict[str, int], texts: Iterable[str], skipped: dict[str, str]
) -> list[str]:
    """Return what went otherwise than it should: a sound file not read, a broken one not named with a reason."""
    found = (NUMBERED.search(text) for text in texts)
    read = {int(match.group(1)) for match in found if match}
    named = {_file(name): reason for name, reason in skipped.items()}
    wrong = [
        f"{n} is sound and was not read ({named.get(n)})" for n in sound if sound[n] not in read
    ]
    wrong += [f"{name} is broken and nobody said so" for name in broken if name not in named]
    wrong += [f"{name} is sound and was named ({named[name]})" for name in sound if name in named]
    wrong += [f"{name} has no reason" for name, reason in named.items() if not reason.strip()]
    return wrong


def _file(name: str) -> str:
    """Return the file that a name of what was left out belongs to: `FOLDER/FILE`, then a member or a line."""
    folder, _, rest = name.partition("/")
    return f"{folder}/{rest.partition('/')[0].partition(':')[0]}"
