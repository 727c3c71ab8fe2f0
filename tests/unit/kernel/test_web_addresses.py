"""Where alerts may be posted to: never to what stands behind us."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.web_addresses import AddressRules, BadAddress

PRODUCTION = AddressRules()
TESTS = AddressRules((ip_network("127.0.0.0/8"), ip_network("::1/128")))


@pytest.mark.parametrize(
    ("url", "target", "port"),
    [
        ("https://hooks.partner.example", "/", 443),
        ("https://Hooks.Partner.example/a/b?c=d", "/a/b?c=d", 443),
        ("https://hooks.partner.example:443/", "/", 443),
        ("https://xn--t-uga.example/", "/", 443),
    ],
)
def test_a_public_host_by_https_is_taken(url, target, port) -> None:
    place = PRODUCTION.place_of(url)
    assert (True, target, port) == (place.https, place.target, place.port)
    assert place.host == place.host.lower()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.partner.example",
        "http://hooks.partner.example/",
        "ftp://hooks.partner.example/",
        "file:///etc/passwd",
        "https:///path",
        "https://user:pass@hooks.partner.example/",
        "https://hooks.partner.example@localhost/",
        "https://hooks.partner.example\\@localhost/",
        "https://hooks.partner.example/#part",
        "https://hooks.partner.example:22/",
        "https://hooks.partner.example:8443/",
        "https://hooks.partner.example:25/",
        "https://hooks.partner.example:99999/",
        "https://hooks.partner.example/a b",
        "https://hooks.partner.example/\r\nHost: other",
        "https://tŷ.example/",
        "https://localhost/",
        "https://hooks/",
        "https://hooks.partner.example./",
        "https://127.0.0.1/",
        "https://8.8.8.8/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://127.1/",
        "https://[::1]/",
        "https://[2606:4700::1]/",
        "https://-hooks.example/",
        f"https://hooks.partner.example/{'a' * 1000}",
    ],
)
def test_anything_else_is_refused_by_its_form(url) -> None:
    with pytest.raises(BadAddress):
        PRODUCTION.place_of(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
        "nonsense",
    ],
)
def test_no_address_that_the_internet_does_not_reach_is_admitted(address) -> None:
    assert not PRODUCTION.admits(address, https=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::6810:84e5"])
def test_public_addresses_are_by_https_alone(address) -> None:
    """The control of the test above."""
    assert PRODUCTION.admits(address, https=True)
    assert not PRODUCTION.admits(address, https=False)


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_as_what_it_is(address) -> None:
    plain = PRODUCTION.admits(str(address), https=True)
    assert plain == PRODUCTION.admits(f"::ffff:{address}", https=True)


def test_development_reaches_what_it_names_and_nothing_else_of_its_own() -> None:
    for url in ("http://localhost:8000/", "http://127.0.0.1:8000/x", "http://[::1]:8000/"):
        assert TESTS.place_of(url)
    assert TESTS.admits("127.0.0.1", https=False)
    assert not TESTS.admits("10.0.0.1", https=False)
    for url in ("http://10.0.0.1/", "http://169.254.169.254/", "http://partner.example/"):
        with pytest.raises(BadAddress):
            TESTS.place_of(url)
