"""robots.txt as RFC 9309 has it, however odd or hostile the file."""

import time

import pytest

from crosswire.fetch.robots import read_robots


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: crosswire\nAllow: /", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-Agent: Crosswire/1.0\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: crosswire\n", "/a", True),
        ("User-agent: a\nUser-agent: crosswire\nDisallow: /x", "/x/y", False),
        ("User-agent: crosswire\nDisallow: /x\n\nUser-agent: crosswire\nDisallow: /y", "/y", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("User-agent: *\nAllow: /news/open\nDisallow: /news", "/news/closed", False),
        ("User-agent: *\nAllow: /same\nDisallow: /same", "/same", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-b-", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axxbxxc/d", False),
        ("User-agent: *\nDisallow: /exact$", "/exact", False),
        ("User-agent: *\nDisallow: /exact$", "/exact/more", True),
        ("User-agent: *\nDisallow: /ä", "/%C3%A4", False),
        ("User-agent: *\nDisallow: /%7edesk", "/~desk/a", False),
        ("User-agent: *\nDisallow: /a%2fb", "/a/b", True),
        ("\ufeffuser-agent : * # all\r\n  disallow : /a # no\r\n", "/a", False),
        ("Disallow: /", "/a", True),
        ("<html>User-agent: *</html>\nDisallow: /", "/a", True),
    ],
)
def test_rules(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(rules.encode()).allows(path) is allowed


@pytest.mark.parametrize(
    ("said", "delay"), [("5", 5), ("0.5", 0.5), ("-3", 0), ("inf", 0), ("nan", 0), ("soon", 0)]
)
def test_the_delay(said: str, delay: float) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {said}".encode()).delay == delay


def test_hostile_patterns_take_no_longer_than_others() -> None:
    rules = read_robots(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"b$\n" + b"\xff\x00" * 999)
    began = time.monotonic()
    assert rules.allows("/" + "a" * 4000)
    assert time.monotonic() - began < 0.5
