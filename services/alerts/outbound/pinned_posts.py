"""Posts to addresses that users gave, and to no other place than was judged.

Each post resolves the name anew, checks every address of it, and connects to the very address that
was checked; the certificate is still checked against the name. No proxy, no redirect, no cookie,
and nothing of an answer but its status.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import certifi

from chassis.resolving import NotResolved, Resolver
from kernel.web_addresses import BadAddress, Place
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.outbound.exchange import Exchange
from services.alerts.outbound.posting_loop import PostingLoop, posting_loop

CONNECTING_SECONDS: Final = 5.0
"""For the connection and what TLS has to say."""

WHOLE_SECONDS: Final = 10.0
"""From then on to the status of the answer, however it drips."""


def _public_trust() -> ssl.SSLContext:
    """Trust the authorities that browsers trust; an image need not bring its own list."""
    return ssl.create_default_context(cafile=certifi.where())


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedPosts:
    """One post, one connection; any number of callers at a time."""

    resolver: Resolver
    whole_seconds: float = WHOLE_SECONDS
    trust: ssl.SSLContext = field(default_factory=_public_trust, repr=False)
    loop: PostingLoop = field(default_factory=posting_loop, repr=False)

    def posted(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        meaning: Callable[[int], HandOver],
    ) -> HandOver:
        """Return what became of one post; `meaning` says what a status is."""
        return self.loop.run(self.handed(url, headers, body, meaning))

    async def handed(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        meaning: Callable[[int], HandOver],
    ) -> HandOver:
        """Return the same, inside the loop."""
        try:
            place = self.resolver.rules.place_of(url)
            address = await self.resolver.looked_up(place)
        except BadAddress:
            return HandOver(outcome=Outcome.LATER, why="the address is not public")
        except NotResolved:
            return HandOver(outcome=Outcome.LATER, why="the host is not known")
        exchange = Exchange(
            _request(place, headers, body), asyncio.get_running_loop().create_future()
        )
        try:
            transport = await self._connected(exchange, place, address)
        except (OSError, ValueError) as error:  # its certificate is not of the name, say
            return _without_answer(exchange, error)
        try:
            async with asyncio.timeout(self.whole_seconds):
                return meaning(await exchange.heard)
        except (OSError, ValueError) as error:
            return _without_answer(exchange, error)
        finally:
            transport.abort()

    async def _connected(self, exchange: Exchange, place: Place, address: str) -> asyncio.Transport:
        """Connect to the very address that was judged; the name is the certificate's."""
        async with asyncio.timeout(CONNECTING_SECONDS):
            transport, _ = await asyncio.get_running_loop().create_connection(
                lambda: exchange,
                address,
                place.port,
                ssl=self.trust if place.https else None,
                server_hostname=place.host if place.https else None,
            )
        return transport


def _without_answer(exchange: Exchange, error: Exception) -> HandOver:
    """Return what is known of one that got no answer. Once it was sent the endpoint may have it."""
    if not exchange.heard.cancel() and not exchange.heard.cancelled():
        exchange.heard.exception()  # so that nobody says that it was never looked at
    why = type(error).__name__
    if exchange.sent:
        return HandOver(outcome=Outcome.UNKNOWN, why=f"no answer: {why}")
    return HandOver(outcome=Outcome.LATER, why=f"no connection: {why}")


def _request(place: Place, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request; its place and its headers are of printable ASCII, as was checked."""
    said = {"Host": _host(place), "Connection": "close", **headers, "Content-Length": len(body)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"POST {place.target} HTTP/1.1\r\n{lines}\r\n".encode("ascii") + body


def _host(place: Place) -> str:
    usual = 443 if place.https else 80
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == usual else f"{host}:{place.port}"
