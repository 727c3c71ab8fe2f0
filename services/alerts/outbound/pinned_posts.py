"""Posts to addresses that users gave, and to no other place than was judged.

Each post resolves the name anew, checks every address of it, and connects to the very address that
was checked; the certificate is still checked against the name. No proxy, no redirect, no cookie,
and nothing of an answer but its status.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import certifi

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.webhook_address import BadAddress, Place
from services.alerts.outbound.webhook_addresses import NotResolved, WebhookResolver

CONNECTING_SECONDS: Final = 5.0
WHOLE_SECONDS: Final = 10.0
"""From the connection to the last header of the answer, however it drips."""


def _public_trust() -> ssl.SSLContext:
    """Trust the authorities that browsers trust; an image need not bring its own list."""
    return ssl.create_default_context(cafile=certifi.where())


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedPosts:
    """One post, one connection; any number of callers at a time."""

    resolver: WebhookResolver
    whole_seconds: float = WHOLE_SECONDS
    trust: ssl.SSLContext = field(default_factory=_public_trust, repr=False)

    def posted(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        meaning: Callable[[int], HandOver],
    ) -> HandOver:
        """Return what became of one post; `meaning` says what a status is."""
        try:
            place = self.resolver.rules.place_of(url)
            address = self.resolver.resolved(place)
        except BadAddress:
            return HandOver(outcome=Outcome.LATER, why="the address is not public")
        except NotResolved:
            return HandOver(outcome=Outcome.LATER, why="the host is not known")
        try:
            raw = socket.create_connection((address, place.port), CONNECTING_SECONDS)
        except OSError as error:
            return HandOver(outcome=Outcome.LATER, why=f"no connection: {type(error).__name__}")
        with raw, _ended_after(raw, self.whole_seconds):
            return self._handed(raw, place, headers, body, meaning)

    def _handed(
        self,
        raw: socket.socket,
        place: Place,
        headers: Mapping[str, str],
        body: bytes,
        meaning: Callable[[int], HandOver],
    ) -> HandOver:
        """Send it and hear the status. Once a part of it is sent the endpoint may have it."""
        raw.settimeout(self.whole_seconds)
        connection = http.client.HTTPConnection(place.host, place.port)
        try:
            connection.sock = self._wrapped(raw, place)
        except (OSError, ValueError) as error:  # its certificate is not of the name, say
            return HandOver(outcome=Outcome.LATER, why=f"no connection: {type(error).__name__}")
        try:
            all_headers = {"Host": _host(place), "Connection": "close", **headers}
            connection.request("POST", place.target, body, all_headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException, ValueError) as error:
            return HandOver(outcome=Outcome.UNKNOWN, why=f"no answer: {type(error).__name__}")
        finally:
            connection.close()
        return meaning(status)

    def _wrapped(self, raw: socket.socket, place: Place) -> socket.socket:
        if not place.https:
            return raw
        return self.trust.wrap_socket(raw, server_hostname=place.host)


@contextmanager
def _ended_after(raw: socket.socket, seconds: float) -> Iterator[None]:
    """End a connection that takes too long: whoever waits for it wakes with an error."""
    with raw.dup() as handle:  # it stays when TLS takes the first over
        limit = threading.Timer(seconds, _cut, (handle,))
        limit.daemon = True
        limit.start()
        try:
            yield
        finally:
            limit.cancel()
            limit.join()


def _cut(handle: socket.socket) -> None:
    with suppress(OSError):  # it ended in the same moment
        handle.shutdown(socket.SHUT_RDWR)


def _host(place: Place) -> str:
    usual = 443 if place.https else 80
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == usual else f"{host}:{place.port}"
