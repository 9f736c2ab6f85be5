"""Only public addresses may be connected to, in whatever form they come."""

from ipaddress import ip_address

import pytest

from crosswire.errors import FetchRefusedError
from crosswire.fetch.addresses import refused
from crosswire.fetch.urls import parse


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "shared"),
        ("100.127.255.255", "shared"),
        ("169.254.1.1", "link-local"),
        ("169.254.169.254", "metadata"),
        ("168.63.129.16", "metadata"),
        ("100.100.100.200", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("192.0.2.7", "documentation"),
        ("198.18.0.1", "benchmarking"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.255", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::7f00:1", "IPv4-compatible"),
        ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("::ffff:8.8.8.8", "IPv4-mapped"),
        ("2002:7f00:1::", "6to4"),
        ("2002:808:808::1", "6to4"),
        ("2001:0:4136:e378::1", "Teredo"),
        ("64:ff9b::7f00:1", "loopback (in NAT64)"),
        ("64:ff9b::a9fe:a9fe", "metadata (in NAT64)"),
        ("64:ff9b::a00:1", "private (in NAT64)"),
        ("64:ff9b:1::808:808", "NAT64"),
        ("fc00::1", "private"),
        ("fdff::1", "private"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("fec0::1", "site-local"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "documentation"),
        ("100::1", "reserved"),
        ("4000::1", "reserved"),
    ],
)
def test_special_addresses_are_refused_by_kind(text: str, kind: str) -> None:
    assert refused(ip_address(text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "8.8.8.8",
        "93.184.215.14",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "64:ff9b::808:808",
    ],
)
def test_public_addresses_are_not(text: str) -> None:
    assert refused(ip_address(text)) is None


@pytest.mark.parametrize("text", ["127.0.0.1", "10.1.1.1", "100.64.0.1", "::1", "fd12::1"])
def test_a_desk_may_allow_its_own(text: str) -> None:
    assert refused(ip_address(text), allow_private=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "169.254.169.254",
        "169.254.1.1",
        "fd00:ec2::254",
        "100.100.100.200",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "fe80::1",
    ],
)
def test_but_never_metadata_links_or_wrappings(text: str) -> None:
    assert refused(ip_address(text), allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://news.example.0x7f/",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1]news.example/",
        "http://[::1/",
        "http://[v1.x]/",
        "http://127%2e0.0.1/",
        "http://news.example\\@127.0.0.1/",
        "http://news.example%00.example/",
        "http://news example/",
        "http://-.example/",
        "http://../",
        "http:///path",
        "http:",
        "http://news.example:0/",
        "http://news.example:99999/",
        "http://news.example:22/",
        "http://news.example:25/",
        "http://ne\tws.example/",
        "http://news.example/\r\nHost: other.example",
        "http://a\u2100b.example/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://news.example/" + "a" * 5000,
        "",
    ],
)
def test_addresses_that_could_be_read_in_two_ways_are_refused(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://news.example:70/_x",
        "ftp://news.example/",
        "data:text/html,x",
        "javascript:alert(1)",
        "jar:http://news.example/!/",
        "unix:/run/socket",
        "//news.example/",
        "news.example/story",
    ],
)
def test_no_scheme_but_http_and_https(url: str) -> None:
    with pytest.raises(FetchRefusedError, match="only http and https are"):
        parse(url)


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/a?b=c#d", "https://news.example/a?b=c"),
        ("http://news.example./a", "http://news.example/a"),
        ("http://127.0.0.1./", "http://127.0.0.1/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[0:0::0:1]:8080/", "http://[::1]:8080/"),
        ("https://nеws.example/", "https://xn--nws-rdd.example/"),
        ("https://Zeitung-Süd.example/ä b", "https://xn--zeitung-sd-ieb.example/%C3%A4%20b"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://news.example/@desk/%7Ea", "https://news.example/@desk/%7Ea"),
        ("  https://news.example/x\n", "https://news.example/x"),
    ],
)
def test_an_address_has_one_form(url: str, same: str) -> None:
    found = parse(url)
    assert found.url == same
    assert parse(found.url) == found


@pytest.mark.parametrize(
    "url",
    [
        "https://maria:s3cret@news.example/a",
        "https://s3cret@news.example/a",
        "https://maria:s3cret@@news.example/",
        "https://maria:s3/cret@news.example/",
        "https://maria:s3cret\\@news.example/",
        "https:\\\\maria:s3cret@news.example/",
        "gopher://maria:s3cret@news.example/",
        "//maria:s3cret@news.example/",
        "https:maria:s3cret@news.example",
        "maria:s3cret@news.example",
        "https://maria:s3cret@a\u2100b.example/",
    ],
)
def test_credentials_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(FetchRefusedError) as refusal:
        parse(url)
    told = f"{refusal.value} {refusal.value.source} {refusal.value.reason}"
    for secret in ("maria", "s3cret", "cret"):
        assert secret not in told.replace("secrets", "")


@pytest.mark.parametrize("host", ["metadata.google.internal", "METADATA.google.internal."])
def test_names_of_metadata_are_refused_even_to_a_desk(host: str) -> None:
    with pytest.raises(FetchRefusedError, match="metadata"):
        parse(f"http://{host}/computeMetadata/v1/", allow_private=True)
