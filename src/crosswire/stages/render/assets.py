"""The page's own style and script, put together from readable files in `assets/`, in one literal order.

The page carries them without comments and indents; a line of the script is a line of its file.
"""

import base64
import hashlib
import re
from functools import cache
from importlib import resources

STYLES = ("base", "dossier", "drawings", "panel", "narrow", "print")
SCRIPTS = ("page", "panel", "parallel", "conflicts", "points", "tables", "keys")


@cache
def style() -> str:
    """Return the style of the dossier's page."""
    whole = "".join(_read(f"{name}.css") for name in STYLES)
    bare = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*|(?<=[:,])\s+|\n\s*", r"\1", bare)


@cache
def script() -> str:
    """Return the script of the dossier's page: all its files in one closed scope."""
    lines = "".join(_read(f"{name}.js") for name in SCRIPTS).splitlines()
    bare = (line.strip() for line in lines if not line.lstrip().startswith("//"))
    body = "".join(f"{line}\n" for line in bare if line)
    return f'(function () {{\n"use strict";\n{body}}})();\n'


def pinned(text: str) -> str:
    """Return the hash of a style or script as a content security policy names it."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _read(name: str) -> str:
    """Return a file of ours that is set into the page; it must not end its own element."""
    text = resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")
    if "</" in text:
        raise ValueError(f"{name} holds '</', which would end its element in the page")
    return text
