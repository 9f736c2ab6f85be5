"""YAML front matter of `.md` and `.txt`: the plain `key: value` lines between two rules at the top of the text."""

import re

_BLOCK = re.compile(r"---[ \t]*\r?\n(?:[^\n]{0,2000}\n){0,80}?(?:---|\.\.\.)[ \t]*(?=\r?\n|$)")
_LINE = re.compile(r"([A-Za-z_][\w-]{0,40}):[ \t]+(\S[^\r\n]*?)[ \t]*\r?$", re.MULTILINE)


def front_matter(text: str) -> tuple[int, dict[str, tuple[str, int]]]:
    """Return where the front matter ends (0 without one), and each value with its place in `text`."""
    if not text.startswith("---"):
        return 0, {}
    found = _BLOCK.match(text)
    if not found or ":" not in found.group():
        return 0, {}
    values: dict[str, tuple[str, int]] = {}
    for line in _LINE.finditer(text, 0, found.end()):
        value, start = line[2], line.start(2)
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value, start = value[1:-1], start + 1
        values[line[1].casefold().replace("-", "_")] = (value, start)
    return found.end(), values
