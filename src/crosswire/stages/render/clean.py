"""Text of reports made safe for one surface. Any string goes in; what comes out is only text there, never markup."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows: harmless in a report, harmful to the line around it."""
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~$^]")
_STARTS = re.compile(r"^(?:[#+=:-]|\d{1,9}(?=[.)]))")
_LINKS = re.compile(r"(?i)(?:(?<=http)|(?<=https)|(?<=ftp)|(?<=mailto)|(?<=xmpp)):|(?<=www)\.|@")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")


def line(text: str) -> str:
    """Return `text` on one line: blanks run together, control and direction marks gone."""
    text = _SURROGATES.sub("\ufffd", _BIDI.sub("", _CONTROLS.sub(" ", text)))
    return " ".join(text.split())


def full(text: str) -> str:
    """Return a report's full text with its length kept: each code point no page may hold becomes U+FFFD."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("\ufffd", text))


def markdown(text: str) -> str:
    """Return `text` on one line so that Markdown (CommonMark, GFM) shows it as it is: no markup, no link."""
    text = _MARKDOWN.sub(r"\\\g<0>", line(text))
    text = _ENTITY.sub(r"\\&", _LINKS.sub(r"\\\g<0>", text))
    return _STARTS.sub(_escape_start, text)


def _escape_start(found: re.Match[str]) -> str:
    # a number can't be escaped itself; its full stop can, and follows it: "1\." is no list
    start = found.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def address(url: str | None) -> str | None:
    """Return `url` where it is a plain web address that a page may link to, else None."""
    if url and re.fullmatch(r"(?i)https?://[^\s\"'<>\\^`{|}\x00-\x20]{1,2000}", url):
        return url
    return None
