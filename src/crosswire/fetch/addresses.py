"""Which addresses may be connected to: public ones, and none that wraps another.

The tables follow IANA's registries of special-purpose IPv4 and IPv6 addresses; what clouds answer their own
machines' questions at is added, and is refused even to a desk that allows private addresses.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_METADATA = frozenset(
    map(
        ip_address,
        (
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fd00:42::42",
        ),
    )
)

METADATA_HOSTS = frozenset(
    ("metadata", "metadata.google.internal", "metadata.goog", "instance-data", "metadata.azure.com")
)
"""Names under which clouds answer with the secrets of the machine that asks."""

_SPECIAL = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "IPv4-compatible"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("64:ff9b:1::/48", "NAT64"),
        ("2001::/32", "Teredo"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_NAT64 = ip_network("64:ff9b::/96")
_GLOBAL_SIX = ip_network("2000::/3")
OWN = ("loopback", "private", "shared")
"""Kinds that a desk may allow for feeds of its own."""


def refused(address: Address, *, allow_private: bool = False) -> str | None:
    """Return the kind of address that must not be connected to, or None where `address` may be.

    `allow_private` lets loopback, private and shared addresses through, and nothing else.
    """
    if address in _METADATA:
        return "metadata"
    if isinstance(address, IPv6Address) and address in _NAT64:
        # Networks without IPv4 reach the public IPv4 net by this prefix, so what counts is what it wraps.
        inner = refused(IPv4Address(int(address) & 0xFFFFFFFF))
        return f"{inner} (in NAT64)" if inner else None
    kind = next((kind for network, kind in _SPECIAL if address in network), None)
    if kind is None and isinstance(address, IPv6Address) and address not in _GLOBAL_SIX:
        kind = "reserved"
    return None if allow_private and kind in OWN else kind
