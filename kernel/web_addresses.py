"""Which addresses that others gave we may speak to: what can be told without asking anybody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
IpAddress = IPv4Address | IPv6Address

LONGEST_URL: Final = 1000
PORT: Final = 443
"""No other: we are not to speak to a mail server or a database, whatever that makes of it."""

_URL: Final = re.compile(r"[!-~]+")
_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_KEPT: Final = (
    IPv4Network("192.0.0.0/24"),  # of protocols (RFC 6890)
    IPv4Network("192.88.99.0/24"),  # relays of 6to4 (RFC 7526)
)
_INSIDE: Final = (
    IPv6Network("64:ff9b::/96"),  # NAT64 (RFC 6052): an IPv4 address in disguise
    IPv6Network("64:ff9b:1::/48"),  # its local kind (RFC 8215)
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("2001::/32"),  # Teredo
)


class BadAddress(ValueError):
    """It is no address that we speak to; says why, and never where it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an address leads: what `urlsplit` found, with the port that is meant."""

    https: bool
    host: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class AddressRules:
    """The rules. `private` are networks of development and tests, where http is fine too."""

    private: Sequence[Network] = ()

    def place_of(self, url: str) -> Place:
        """Return where an address leads, by its form alone.

        Raises:
            BadAddress: it is malformed, or of a form that is not taken.
        """
        if len(url) > LONGEST_URL or not _URL.fullmatch(url):
            raise BadAddress(f"must have 1 to {LONGEST_URL} printable ASCII characters")
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise BadAddress("must be an address of the web") from None
        if parts.scheme not in {"https", "http"} or not host:
            raise BadAddress("must begin with https:// and name a host")
        if "@" in parts.netloc or "#" in url or "\\" in url:
            raise BadAddress("must have no user, no password and no fragment")
        https = parts.scheme == "https"
        place = Place(
            https=https,
            host=host,
            port=(443 if https else 80) if port is None else port,
            target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        )
        if not self._is_ours(host):
            self._public(place)
        return place

    def admits(self, address: str, *, https: bool) -> bool:
        """Tell whether we may speak to what a name was found to be at this moment.

        Only what the whole internet reaches, or what development allows; http only there.
        """
        try:
            found = ip_address(address)
        except ValueError:  # a scope, "fe80::1%eth0": never public
            return False
        if any(found.version == each.version and found in each for each in self.private):
            return True
        return https and is_public(found)

    def _is_ours(self, host: str) -> bool:
        """Tell whether it is one of development's own: checked again when it is resolved."""
        if not self.private:
            return False
        try:
            return self.admits(str(ip_address(host)), https=False)
        except ValueError:
            return host == "localhost"

    def _public(self, place: Place) -> None:
        if not place.https:
            raise BadAddress("must begin with https://")
        if not _NAME.fullmatch(place.host) or place.host.rsplit(".", 1)[-1].isdigit():
            raise BadAddress("must name a public host, not an address of a machine")
        if place.port != PORT:
            raise BadAddress("must have port 443")


def is_public(address: IpAddress) -> bool:
    """Tell whether the whole internet reaches an address (IANA's special-purpose registries)."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in each for each in _INSIDE) or address.is_site_local:
            return False
    elif any(address in each for each in _KEPT):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
