"""A question to a server of the user's own choice, and its answer: one POST with a key, bounded in bytes and seconds.

It goes by the same checked connection as all fetching. No redirect is followed, and a key goes out over TLS or to this
machine alone.
"""

from ipaddress import ip_address

from crosswire.errors import FetchFailedError, FetchRefusedError
from crosswire.fetch.body import ENCODINGS, read_body
from crosswire.fetch.connect import Ground, exchange
from crosswire.fetch.fetcher import user_agent
from crosswire.fetch.policy import Policy
from crosswire.fetch.urls import parse

_AGAIN = (408, 429, 500, 502, 503, 504)


def ask(
    url: str, body: bytes, policy: Policy, *, key: str | None = None, ground: Ground | None = None
) -> bytes:
    """Return the answer to `body` (JSON) from `url`, asking again `policy.retries` times where the server fails.

    Raises FetchRefusedError where the rules say no, FetchFailedError where network or server fail; the key is in
    neither.
    """
    for left in range(policy.retries, -1, -1):
        try:
            return _once(url, body, policy, key, ground or Ground())
        except FetchFailedError as error:
            if not left or (error.status is not None and error.status not in _AGAIN):
                raise
    raise AssertionError("the last try returns or raises")


def _once(url: str, body: bytes, policy: Policy, key: str | None, ground: Ground) -> bytes:
    target = parse(url, allow_private=policy.allow_private)
    if key and target.scheme != "https" and not _here(target.host):
        reason = "a key goes out over https only, but to this machine; give an https address"
        raise FetchRefusedError(target.url, reason)
    headers = [
        ("Host", target.authority),
        ("User-Agent", user_agent(policy)),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Accept", "application/json"),
        ("Accept-Encoding", ENCODINGS),
        ("Connection", "close"),
    ]
    if key:
        headers.append(("Authorization", f"Bearer {key}"))
    with exchange(target, headers, policy, ground, body) as answer:
        if answer.status != 200:
            reason = f"the server answers with status {answer.status}; expected 200: check address, model and key"
            raise FetchFailedError(target.url, reason, status=answer.status)
        packed = answer.headers.get("content-encoding", "")
        return read_body(answer.chunks, packed, policy.max_bytes, target.url)


def _here(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
