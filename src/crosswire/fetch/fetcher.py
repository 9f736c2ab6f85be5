"""The chokepoint: an address and a purpose to what it holds, or to an error that says why not.

1. The address is parsed; robots.txt of its host is asked, and the host's turn awaited.
2. One exchange with a checked address; a redirect starts again at 1, a host with too much to do is left alone.
3. Status, content type and size are checked, the body is unpacked within its limit.
"""

import re
from importlib.metadata import version

from msgspec.structs import replace

from crosswire.errors import FetchFailedError, FetchRefusedError
from crosswire.fetch.body import ENCODINGS, read_body
from crosswire.fetch.connect import Answer, Ground, exchange
from crosswire.fetch.hosts import Hosts
from crosswire.fetch.policy import ROBOTS_BYTES, TYPES, Policy, Purpose
from crosswire.fetch.robots import Robots, read_robots
from crosswire.fetch.urls import Target, parse
from crosswire.model.fetched import Fetched

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,80})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.ASCII | re.IGNORECASE)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,512}")
_CONTACT = re.compile(r"[\x20-\x7e]{0,200}")


def user_agent(policy: Policy) -> str:
    """Return how this program names itself to servers: version, how to say no, and whom to ask."""
    contact = re.sub(r"[()\\]", "", policy.contact) if _CONTACT.fullmatch(policy.contact) else ""
    notes = ["reads news for its user", "to say no: robots.txt, User-agent: Crosswire"]
    return f"Crosswire/{version('crosswire')} ({'; '.join(notes + [contact] * bool(contact))})"


class Fetcher:
    """Fetches by one policy; remembers robots.txt and turns of hosts as long as it lives. Threads may share it."""

    def __init__(self, policy: Policy | None = None, ground: Ground | None = None) -> None:
        self._policy = policy or Policy()
        self._ground = ground or Ground()
        self._hosts = Hosts(self._policy, self._ground)
        self._robots: dict[str, tuple[float, Robots | str]] = {}

    def get(
        self,
        url: str,
        *,
        purpose: Purpose = "page",
        etag: str | None = None,
        modified: str | None = None,
    ) -> Fetched:
        """Return what is at `url`; `etag` and `modified`, from an earlier answer, ask only for what is new.

        Raises FetchRefusedError where the rules do not let it in, FetchFailedError where network or server fail.
        """
        check = self._policy.obey_robots and purpose != "robots"
        return self._follow(self._parse(url), purpose, etag, modified, check_robots=check)

    def _parse(self, url: str, base: Target | None = None) -> Target:
        return parse(url, base, allow_private=self._policy.allow_private)

    def _follow(
        self,
        target: Target,
        purpose: Purpose,
        etag: str | None,
        modified: str | None,
        *,
        check_robots: bool,
    ) -> Fetched:
        """Return the answer of `target` or of where it sends on to."""
        asked, seen = target.url, [target.url]
        while True:
            if check_robots:
                self._ask_robots(target)
            got = self._patiently(target, purpose, etag, modified)
            if isinstance(got, Fetched):
                return replace(got, asked=asked, redirects=tuple(seen[:-1]))
            target = self._parse(got, target)
            if target.url in seen:
                raise FetchRefusedError(asked, f"its redirects go in a circle, by {target.url}")
            if len(seen) > self._policy.max_redirects:
                reason = f"more than {self._policy.max_redirects} redirects; give the address where they end"
                raise FetchRefusedError(asked, reason)
            seen.append(target.url)

    def _patiently(
        self, target: Target, purpose: Purpose, etag: str | None, modified: str | None
    ) -> Fetched | str:
        """Return the answer of `target`, or where it redirects to; a busy host is asked again after its pause."""
        for left in range(self._policy.retries, -1, -1):
            try:
                return self._once(target, purpose, etag, modified)
            except FetchFailedError as error:
                wait = error.retry_after
                if wait is None or not left or wait > self._policy.max_wait_seconds:
                    raise
        raise AssertionError("the last try returns or raises")

    def _once(
        self, target: Target, purpose: Purpose, etag: str | None, modified: str | None
    ) -> Fetched | str:
        headers = [
            ("Host", target.authority),
            ("User-Agent", user_agent(self._policy)),
            ("Accept", ", ".join(TYPES[purpose]) + ", */*;q=0.1"),
            ("Accept-Encoding", ENCODINGS),
            ("Connection", "close"),
        ]
        if etag and _VALIDATOR.fullmatch(etag):
            headers.append(("If-None-Match", etag))
        if modified and _VALIDATOR.fullmatch(modified):
            headers.append(("If-Modified-Since", modified))
        with (
            self._hosts.turn(target.host, target.url),
            exchange(target, headers, self._policy, self._ground) as answer,
        ):
            if answer.status in _BUSY:
                wait = self._hosts.back_off(target.host, answer.headers.get("retry-after"))
                reason = f"the host has too much to do (status {answer.status}); come back in {wait:.0f} seconds"
                raise FetchFailedError(target.url, reason, status=answer.status, retry_after=wait)
            self._hosts.went_well(target.host)
            if answer.status in _REDIRECTS:
                if to := answer.headers.get("location", ""):
                    return to
                raise FetchFailedError(
                    target.url, "a redirect to nowhere; try again later", status=answer.status
                )
            return self._read(target, purpose, answer, conditional=bool(etag or modified))

    def _read(
        self, target: Target, purpose: Purpose, answer: Answer, *, conditional: bool
    ) -> Fetched:
        """Return a final answer, its body unpacked within the limits."""
        headers = answer.headers
        if answer.status == 304 and conditional:
            return _fetched(target, answer, not_modified=True)
        if answer.status not in (200, 203):
            reason = (
                f"the server answers with status {answer.status}; expected 200: check the address"
            )
            raise FetchFailedError(target.url, reason, status=answer.status)
        said = headers.get("content-type", "")
        found = _TYPE.match(said)
        kind = found[1].lower() if found else ""
        if kind not in TYPES[purpose] and not (purpose == "robots" and not kind):
            given = f"content of type {kind}" if kind else "content of no type that is said"
            expected = ", ".join(TYPES[purpose])
            raise FetchRefusedError(target.url, f"{given}; expected for a {purpose}: {expected}")
        cut = purpose == "robots"
        length = headers.get("content-length", "")
        if length.isdigit() and int(length[:18]) > self._policy.max_wire_bytes and not cut:
            reason = f"{length[:18]} bytes are announced; raise max_wire_bytes to read them"
            raise FetchRefusedError(target.url, reason)
        content = read_body(
            answer.chunks,
            headers.get("content-encoding", ""),
            min(self._policy.max_bytes, ROBOTS_BYTES) if cut else self._policy.max_bytes,
            target.url,
            cut=cut,
        )
        charset = _CHARSET.search(said[:500])
        return _fetched(target, answer, content, kind, charset[1] if charset else None)

    # ------------------------------------------------------------ robots.txt

    def _ask_robots(self, target: Target) -> None:
        """Raise FetchRefusedError where the host's robots.txt says no, FetchFailedError where it can't be known."""
        now = self._ground.now()
        known = self._robots.get(target.origin)
        if known is None or known[0] <= now:
            known = self._robots[target.origin] = self._fetch_robots(target)
        rules = known[1]
        if isinstance(rules, str):
            raise FetchFailedError(target.url, rules, retry_after=max(known[0] - now, 0))
        if not rules.allows(target.path):
            reason = f"robots.txt of {target.host} says no to this path; it is not fetched"
            raise FetchRefusedError(target.url, reason)
        self._hosts.slow_down(target.host, rules.delay)

    def _fetch_robots(self, target: Target) -> tuple[float, Robots | str]:
        """Return until when what is known of a host's rules is good, and the rules or why there are none.

        By RFC 9309 a host without the file (4xx) allows all; one whose file can't be had (5xx, no answer) nothing.
        """
        policy, rules, failed = self._policy, Robots(), ""
        good_for = policy.robots_seconds
        place = Target(target.scheme, target.host, target.port, "/robots.txt")
        try:
            rules = read_robots(
                self._follow(place, "robots", None, None, check_robots=False).content
            )
        except FetchFailedError as error:
            gone = error.status is not None and 400 <= error.status < 500 and error.status != 429
            failed = "" if gone else _unruly(error, target.host)
            good_for = policy.robots_seconds if gone else policy.robots_retry_seconds
        except FetchRefusedError:
            # Redirects that go round or to where nothing may go, or something that is no text: no rules in it.
            # Where the host's own address is refused, the page's fetch says so next.
            good_for = policy.robots_retry_seconds
        return self._ground.now() + good_for, failed or rules


def _unruly(error: FetchFailedError, host: str) -> str:
    """Return why nothing of a host is fetched whose robots.txt can't be had: no answer at all speaks for itself."""
    if error.status is None:
        return error.reason
    return f"robots.txt of {host} can't be had (status {error.status}), so nothing there is for now"


def _fetched(
    target: Target,
    answer: Answer,
    content: bytes = b"",
    kind: str | None = None,
    charset: str | None = None,
    *,
    not_modified: bool = False,
) -> Fetched:
    def validator(name: str) -> str | None:
        value = answer.headers.get(name, "")
        return value if _VALIDATOR.fullmatch(value) else None

    return Fetched(
        asked=target.url,
        url=target.url,
        status=answer.status,
        content=content,
        content_type=kind or None,
        charset=charset,
        etag=validator("etag"),
        modified=validator("last-modified"),
        not_modified=not_modified,
    )
