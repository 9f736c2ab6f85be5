"""The chokepoint: an address and a purpose to what it holds, or to an error that says why not.

1. The address is parsed; robots.txt of its host is asked, and the host's turn awaited.
2. One exchange with a checked address; a redirect starts again at 1, a host with too much to do is left alone.
3. Status, content type and size are checked, the body is unpacked within its limit.
"""

import re
from dataclasses import dataclass
from dataclasses import replace as with_changes
from importlib.metadata import version

from msgspec.structs import replace

from crosswire.errors import FetchFailedError, FetchRefusedError
from crosswire.fetch.body import ENCODINGS, read_body
from crosswire.fetch.connect import Answer, Ground, exchange
from crosswire.fetch.hosts import Hosts
from crosswire.fetch.policy import ROBOTS_BYTES, TYPES, Policy, Purpose
from crosswire.fetch.robots import Robots
from crosswire.fetch.rulebook import Rulebook
from crosswire.fetch.urls import WEB_PORTS, Target, parse
from crosswire.model.fetched import Fetched

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_BUSY = (429, 503)
_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,80})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.ASCII | re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.ASCII | re.IGNORECASE)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,512}")
_SAYABLE = re.compile(r"[\x20-\x7e]{0,200}")
_POSTED = 64 * 1024
"""Bytes of an answer to what was posted that are read, and not looked at."""


def user_agent(policy: Policy) -> str:
    """Return how this program names itself to servers: version, how to say no, and whom to ask."""
    contact = re.sub(r"[()\\]", "", policy.contact) if _SAYABLE.fullmatch(policy.contact) else ""
    if policy.agent and _SAYABLE.fullmatch(policy.agent):
        return f"{policy.agent} ({contact})" if contact else policy.agent
    notes = ["reads news for its user", "to say no: robots.txt, User-agent: Crosswire"]
    return f"Crosswire/{version('crosswire')} ({'; '.join(notes + [contact] * bool(contact))})"


@dataclass(frozen=True)
class _Asked:
    """What a request wants, apart from where: `own` is the one place that may be on a network of one's own."""

    purpose: Purpose
    own: Target | None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class _Sent:
    """Where a redirect leads, and whether for good."""

    to: str
    for_good: bool


class Fetcher:
    """Fetches by one policy; remembers robots.txt and turns of hosts as long as it lives. Threads may share it."""

    def __init__(self, policy: Policy | None = None, ground: Ground | None = None) -> None:
        self._policy = policy or Policy()
        self._ground = ground or Ground()
        self._hosts = Hosts(self._policy, self._ground)
        self._rulebook = Rulebook(self._policy, self._ground.now)

    def get(
        self,
        url: str,
        *,
        purpose: Purpose = "page",
        etag: str | None = None,
        modified: str | None = None,
        own: str | None = None,
    ) -> Fetched:
        """Return what is at `url`; `etag` and `modified`, from an earlier answer, ask only for what is new.

        `own` is the address that the user named where `url` was found there ("" for none that may be private):
        what a page or feed leads to is on a network of one's own only at that very host.
        Raises FetchRefusedError where the rules do not let it in, FetchFailedError where network or server fail.
        """
        named = self._named(url if own is None else own)
        asked = _Asked(purpose, named, etag, modified)
        return self._follow(self._parse(url, named), asked, check_robots=purpose != "robots")

    def post(self, url: str, body: bytes, *, content_type: str = "application/json") -> int:
        """Send `body` to `url`, which the user named, and return the status; no redirect is followed.

        Raises FetchRefusedError where the rules do not let it out, FetchFailedError where it did not arrive (any
        status but 2xx).
        """
        named = self._named(url)
        target = self._parse(url, named)
        headers = [
            ("Host", target.authority),
            ("User-Agent", user_agent(self._policy)),
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Accept", "*/*"),
            ("Connection", "close"),
        ]
        policy = self._policy_for(target, named)
        with (
            self._hosts.turn(target.host, target.url),
            exchange(target, headers, policy, self._ground, body) as answer,
        ):
            read_body(answer.chunks, "", _POSTED, target.url, cut=True)
            if not 200 <= answer.status < 300:
                reason = f"the server answers with status {answer.status}; expected 2xx: check the address"
                raise FetchFailedError(target.url, reason, status=answer.status)
            return answer.status

    def sitemaps(self, url: str, *, own: str | None = None) -> tuple[str, ...]:
        """Return the sitemaps that robots.txt of the host of `url` names; errors are those of `get`."""
        named = self._named(url if own is None else own)
        target = self._parse(url, named)
        return self._robots(target, named).sitemaps

    # ------------------------------------------------------------ where it may go

    def _named(self, url: str) -> Target | None:
        """Return the target of an address that the user named; None for "", under which nothing is private."""
        return parse(url, allow_private=True) if url else None

    def _private(self, target: Target, own: Target | None) -> bool:
        """Tell whether `target` may be on a network of one's own: where the user said so, and nowhere else."""
        policy = self._policy
        host = f".{target.host}"
        if any(host.endswith(f".{known}") for known in policy.private_hosts):
            return True
        same = own is not None and target.host == own.host
        return (
            same
            and policy.allow_private
            and own is not None
            and target.port in (own.port, *WEB_PORTS)
        )

    def _parse(self, url: str, own: Target | None, base: Target | None = None) -> Target:
        found = parse(url, base, allow_private=True)
        return found if self._private(found, own) else parse(url, base)

    def _policy_for(self, target: Target, own: Target | None) -> Policy:
        return with_changes(self._policy, allow_private=self._private(target, own))

    # ------------------------------------------------------------ one address

    def _follow(self, target: Target, asked: _Asked, *, check_robots: bool) -> Fetched:
        """Return the answer of `target` or of where it sends on to."""
        begun, seen = target.url, [target.url]
        moved, for_good = None, True
        while True:
            if check_robots:
                self._ask_robots(target, asked.own)
            got = self._patiently(target, asked)
            if isinstance(got, Fetched):
                return replace(got, asked=begun, redirects=tuple(seen[:-1]), moved=moved)
            secure = target.scheme == "https"
            target = self._parse(got.to, asked.own, target)
            if target.url in seen:
                raise FetchRefusedError(begun, f"its redirects go in a circle, by {target.url}")
            if len(seen) > self._policy.max_redirects:
                reason = f"more than {self._policy.max_redirects} redirects; give the address where they end"
                raise FetchRefusedError(begun, reason)
            seen.append(target.url)
            # Nobody moves from https to http for good: who says so may stand in between.
            for_good = for_good and got.for_good and not (secure and target.scheme == "http")
            moved = target.url if for_good else moved

    def _patiently(self, target: Target, asked: _Asked) -> Fetched | _Sent:
        """Return the answer of `target`, or where it redirects to; a busy host is asked again after its pause."""
        for left in range(self._policy.retries, -1, -1):
            try:
                return self._once(target, asked)
            except FetchFailedError as error:
                wait = error.retry_after
                if wait is None or not left or wait > self._policy.max_wait_seconds:
                    raise
        raise AssertionError("the last try returns or raises")

    def _headers(self, target: Target, asked: _Asked) -> list[tuple[str, str]]:
        headers = [
            ("Host", target.authority),
            ("User-Agent", user_agent(self._policy)),
            ("Accept", ", ".join(TYPES[asked.purpose]) + ", */*;q=0.1"),
            ("Accept-Encoding", ENCODINGS),
            ("Connection", "close"),
        ]
        if asked.etag and _VALIDATOR.fullmatch(asked.etag):
            headers.append(("If-None-Match", asked.etag))
        if asked.modified and _VALIDATOR.fullmatch(asked.modified):
            headers.append(("If-Modified-Since", asked.modified))
        return headers

    def _once(self, target: Target, asked: _Asked) -> Fetched | _Sent:
        policy = self._policy_for(target, asked.own)
        with (
            self._hosts.turn(target.host, target.url),
            exchange(target, self._headers(target, asked), policy, self._ground) as answer,
        ):
            if answer.status in _BUSY:
                wait = self._hosts.back_off(target.host, answer.headers.get("retry-after"))
                reason = f"the host has too much to do (status {answer.status}); come back in {wait:.0f} seconds"
                raise FetchFailedError(target.url, reason, status=answer.status, retry_after=wait)
            self._hosts.went_well(target.host)
            if answer.status in _REDIRECTS:
                if to := answer.headers.get("location", ""):
                    return _Sent(to, answer.status in _FOR_GOOD)
                raise FetchFailedError(
                    target.url, "a redirect to nowhere; try again later", status=answer.status
                )
            return self._read(target, answer, asked)

    def _read(self, target: Target, answer: Answer, asked: _Asked) -> Fetched:
        """Return a final answer, its body unpacked within the limits."""
        headers, purpose = answer.headers, asked.purpose
        if answer.status == 304 and (asked.etag or asked.modified):
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

    def _ask_robots(self, target: Target, own: Target | None) -> None:
        """Raise FetchRefusedError where the host's robots.txt says no, FetchFailedError where it can't be known."""
        if not self._policy.obey_robots or target.host in self._policy.unruled:
            return
        rules = self._robots(target, own)
        if not rules.allows(target.path):
            reason = f"robots.txt of {target.host} says no to this path; it is not fetched"
            raise FetchRefusedError(target.url, reason)
        self._hosts.slow_down(target.host, rules.delay)

    def _robots(self, target: Target, own: Target | None) -> Robots:
        """Return the rules of a host, which may be where `target` may be: no link gets further by its robots.txt."""

        def load(place: Target) -> bytes:
            return self._follow(place, _Asked("robots", own), check_robots=False).content

        return self._rulebook.ask(target, load, private=self._private(target, own))


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

    fresh = _MAX_AGE.search(answer.headers.get("cache-control", "")[:500])
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
        max_age=float(fresh[1]) if fresh else None,
    )
