"""Whatever address is drawn, in whatever notation, nothing inside is connected to."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from random import Random

import pytest
from tests.rounds import rounds

from crosswire.errors import FetchRefusedError
from crosswire.fetch.addresses import refused
from crosswire.fetch.urls import parse


def wrapped(address: IPv4Address) -> list[str]:
    """Return the IPv6 addresses that lead to an IPv4 one."""
    number = int(address)
    return [
        f"::ffff:{address}",
        str(IPv6Address(number)),
        str(IPv6Address((0x64FF9B << 96) + number)),
        str(IPv6Address((0x2002 << 112) + (number << 80) + 1)),
        str(IPv6Address((0x20010000 << 96) + (number ^ 0xFFFFFFFF))),
    ]


def notations(address: IPv4Address) -> list[str]:
    """Return what some programs read as this address."""
    number, (a, b, c, d) = int(address), address.packed
    return [
        str(number), hex(number), f"0{number:o}", f"{a}.{b * 65536 + c * 256 + d}", f"{a}.{b}.{c * 256 + d}",
        f"0x{a:x}.{b}.{c}.{d}", f"0{a:o}.{b}.{c}.{d}", f"{a}.{b}.{c}.{d}%00",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", rounds(20, 2000))
def test_no_way_of_writing_leads_to_an_inner_address(seed: int) -> None:
    chance = Random(seed)
    for _ in range(20):
        address = IPv4Address(chance.getrandbits(32))
        inner = refused(address) is not None
        assert inner or (address.is_global and not address.is_multicast)
        for text in wrapped(address):
            if inner or not text.startswith("64:ff9b::"):  # NAT64 is what it leads to
                assert refused(ip_address(text)), text
        for text in notations(address):
            with pytest.raises(FetchRefusedError):
                parse(f"http://{text}/")
        wide = str(address).replace(".", "\N{IDEOGRAPHIC FULL STOP}")
        assert refused(ip_address(parse(f"http://{wide}/").host)) == refused(address)
