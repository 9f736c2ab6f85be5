"""What a robots.txt allows (RFC 9309): the group for this program, else that for all; the longest rule wins.

The standard library's reader knows no wildcards and takes the first rule; readers that make regular expressions of
hostile patterns can be held up by them. Matching here takes time linear in the path for each rule.
"""

import math
import re
from dataclasses import dataclass
from urllib.parse import quote

PRODUCT = "crosswire"
_RULES = 5_000
"""Rules of one host that are held against a path: files of more are made to keep their readers busy."""
_SITEMAPS = 100
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_FIELD = re.compile(r"\s*([A-Za-z-]{1,40})\s*:\s*([^#]*)")


@dataclass(frozen=True)
class Robots:
    """Rules as (pattern, allowed), the seconds that the host wants between two requests, and its sitemaps."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0
    sitemaps: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """Tell whether `path` (with its query) may be fetched; of rules equally long, one that allows wins."""
        path = _plain(path)
        if path == "/robots.txt":
            return True
        best, answer = -1, True
        for pattern, allowed in self.rules:
            size = len(pattern)
            if (size > best or (size == best and allowed)) and _matches(pattern, path):
                best, answer = size, allowed
        return answer


def read_robots(data: bytes, product: str = PRODUCT) -> Robots:
    """Return what the robots.txt `data` says to the program `product`; lines that say nothing are passed over."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    sitemaps: dict[str, None] = {}
    gathering = False
    for line in data.decode("utf-8-sig", "replace").splitlines():
        found = _FIELD.match(line)
        if not found:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name == "user-agent":
            agents = [*agents, product_of(value)] if gathering else [product_of(value)]
            gathering = True
            groups.setdefault(agents[-1], [])
        elif name in ("allow", "disallow", "crawl-delay"):
            gathering = False
            for agent in dict.fromkeys(agents):
                if agent in ("*", product):
                    groups[agent].append((name, value))
        elif name == "sitemap" and len(sitemaps) < _SITEMAPS:
            sitemaps[value] = None
    return _rules(groups.get(product, groups.get("*", [])), tuple(sitemaps))


def product_of(value: str) -> str:
    """Return the name of a program without its version, lower-cased."""
    return re.split(r"[/\s]", value, maxsplit=1)[0].lower()


def _rules(lines: list[tuple[str, str]], sitemaps: tuple[str, ...]) -> Robots:
    said = [(name, value) for name, value in lines if name != "crawl-delay" and value]
    rules = {(_plain(value), name == "allow") for name, value in said[:_RULES]}
    delays = [_seconds(value) for name, value in lines if name == "crawl-delay"]
    return Robots(tuple(sorted(rules)), max(delays, default=0), sitemaps)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0
    return value if math.isfinite(value) and value > 0 else 0


def _plain(path: str) -> str:
    """Return a path or pattern in one way of percent-encoding."""
    path = quote(path, safe="%/:=&?~+!,;'@()*$|")
    return _ESCAPE.sub(_unreserved, path)


def _unreserved(found: re.Match[str]) -> str:
    """Return an escape as the character it stands for, where that has no meaning of its own in an address."""
    character = chr(int(found[1], 16))
    plain = character.isascii() and (character.isalnum() or character in "-._~")
    return character if plain else found[0].upper()


def _matches(pattern: str, path: str) -> bool:
    """Tell whether `pattern` matches from the start of `path`: `*` is anything, `$` at its end the end."""
    fixed = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not fixed or at == len(path)
    last = rest.pop() if fixed else ""
    for part in rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not fixed or (path.endswith(last) and len(path) - len(last) >= at)
