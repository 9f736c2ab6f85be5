"""A web address taken apart once, strictly, so that what is checked is what is asked.

http and https only; no credentials; names in ASCII (punycode), numbers as dotted quads or IPv6 in brackets. An
address that two programs could read in two ways is refused. Nothing refused here is repeated with its credentials.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from crosswire.errors import FetchRefusedError
from crosswire.fetch.addresses import METADATA_HOSTS

_PORTS = {"http": 80, "https": 443}
WEB_PORTS = tuple(_PORTS.values())
_LENGTH = 4096
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
_AUTHORITY = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[^\[\]:@%\s]{1,1000}))(?::(?P<port>\d{0,5}))?"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,15}:[/\\]+")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_SAFE = "%/:=&?~+!$,;'@()*|"


@dataclass(frozen=True)
class Target:
    """Where a request goes: `host` is ASCII without brackets or a final dot, `path` what the server is asked for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme, host and port: what one robots.txt stands for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """Return the whole address, which holds no credentials and no fragment."""
        return self.origin + self.path


def shown(url: str) -> str:
    """Return a bad address fit for a message: everything that could be credentials in it left out."""
    scheme = _SCHEME.match(url)
    if "@" in url:
        url = f"{scheme[0] if scheme else ''}…@{url.rpartition('@')[2]}"
    clean = _CONTROL.sub("\ufffd", url)
    return clean if len(clean) <= 200 else clean[:199] + "…"


def parse(url: str, base: Target | None = None, *, allow_private: bool = False) -> Target:
    """Return the target of `url` (seen from `base`, where it is relative); raises FetchRefusedError."""
    given = url.strip(" \t\r\n")

    def no(reason: str) -> FetchRefusedError:
        return FetchRefusedError(shown(given), reason)

    if len(given) > _LENGTH:
        raise no(f"an address of {len(given)} characters; expected {_LENGTH} at most")
    if _CONTROL.search(given):
        raise no("a backslash or control character in the address; write it percent-encoded")
    try:
        parts = urlsplit(urljoin(base.url, given) if base else given)
    except ValueError:
        # What the library says of it could repeat credentials.
        raise no("no sound web address; expected https://host/path") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        named = f" {scheme[:20]!r}" if scheme and "@" not in given else ""
        raise no(f"a scheme{named} that is not fetched; only http and https are")
    if "@" in parts.netloc:
        raise no("credentials in the address; they are neither sent nor kept: give it without them")
    found = _AUTHORITY.fullmatch(parts.netloc)
    if found is None:
        raise no("no host that can be told for certain; expected a name, a dotted quad or [IPv6]")
    port = int(found["port"] or _PORTS[scheme])
    if not 0 < port < 65536 or (port < 1024 and port not in WEB_PORTS and not allow_private):
        raise no(
            f"port {port}, where something else than the web answers; expected 80, 443 or 1024 and above"
        )
    host = _six(found["six"]) if found["six"] else _name(found["name"])
    if host is None:
        raise no("a host that is neither a name nor an address in its plain form; check it")
    if host in METADATA_HOSTS:
        raise no("a host that answers with a machine's own secrets (metadata); it is never fetched")
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Target(scheme, host, port, quote(parts.path or "/", safe=_SAFE) + query)


def _six(text: str) -> str | None:
    try:
        return str(IPv6Address(text))
    except (AddressValueError, ValueError):
        return None


def _name(text: str) -> str | None:
    """Return a name in ASCII or a dotted quad; None for what resolvers read in their own ways (0x7f.1)."""
    host = _ascii(text)
    host = host.removesuffix(".") if host else None
    if not host or len(host) > 253:
        return None
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except (AddressValueError, ValueError):
            return None
    return host if all(map(_LABEL.fullmatch, labels)) else None


def _ascii(text: str) -> str | None:
    """Return a name lower-cased, what is not ASCII in it as punycode (IDNA 2008 with the mapping of UTS 46)."""
    if text.isascii():
        return text.lower()
    import idna  # of the extra `feeds`, as the rest of what fetching needs

    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
