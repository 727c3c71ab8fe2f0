"""Reads what stands at an address that somebody gave, at no other place than was judged.

Each visit resolves the name anew, checks every address of it and connects to the very address that
was checked; the certificate is checked against the name. No proxy, no cookie, no redirect is
followed, and the whole visit ends by its time, however slowly the other side drips.
"""

import ssl
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import SHUT_RDWR, create_connection, socket
from typing import Final

import certifi

from chassis.resolving import NotResolved, Resolver
from kernel.web_addresses import BadAddress, Place

WHOLE_SECONDS: Final = 10.0
CONNECTING_SECONDS: Final = 5.0
MOST_BYTES: Final = 64 * 1024
AGENT: Final = "isp-visits/1"
_PIECE: Final = 16 * 1024


class NotReached(OSError):
    """Nobody answered in time, or nothing may be asked there; says why in a few words."""


class TooLarge(NotReached):
    """What stands there is larger than is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered. `location` is where it says to go instead, as it said it; may be empty."""

    status: int
    location: str = ""
    body: bytes = field(default=b"", repr=False)


def public_trust() -> ssl.SSLContext:
    """Trust the authorities that browsers trust; an image need not bring its own list."""
    return ssl.create_default_context(cafile=certifi.where())


class _Pinned(HTTPConnection):
    """A connection to one address, under the name that it was found by."""

    def __init__(self, place: Place, address: str, trust: ssl.SSLContext) -> None:
        super().__init__(place.host, place.port, timeout=CONNECTING_SECONDS)
        self.default_port = 443 if place.https else 80  # what the Host header leaves out
        self._address, self._trust = address, trust if place.https else None
        self._watched: socket | None = None  # HTTPConnection forgets its own with the headers
        self.was_cut = False

    def connect(self) -> None:
        """Connect to the address; TLS speaks to the name."""
        sock = create_connection((self._address, self.port), self.timeout)
        if self._trust is not None:
            sock = self._trust.wrap_socket(
                sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        self.sock = self._watched = sock  # before TLS has its say, which may drip as well
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread: whoever reads from it gets an error or an early end."""
        self.was_cut = True
        if self._watched is not None:
            try:
                socket.shutdown(self._watched, SHUT_RDWR)
            except OSError:
                return  # it ended by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """One visit, one connection; any number of callers at a time."""

    resolver: Resolver
    whole_seconds: float = WHOLE_SECONDS
    trust: ssl.SSLContext = field(default_factory=public_trust, repr=False)

    def seen(self, url: str, *, method: str = "GET", most_bytes: int = 0) -> Answer:
        """Return what is answered, and up to `most_bytes` of the body; 0 reads none of it.

        Raises:
            TooLarge: the body has more bytes than that.
            NotReached: it leads nowhere or to no public address, or did not answer whole in time.
        """
        try:
            place = self.resolver.rules.place_of(url)
            connection = _Pinned(place, self.resolver.resolved(place), self.trust)
        except BadAddress as error:
            raise NotReached(f"the address {error}") from error
        except NotResolved as error:
            raise NotReached("the host is not known") from error
        watch = threading.Timer(self.whole_seconds, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            return _asked(connection, method, place.target, most_bytes)
        except NotReached:
            raise
        except ssl.SSLCertVerificationError as error:
            raise NotReached("its certificate is not of that name") from error
        except (OSError, HTTPException, ValueError) as error:
            raise NotReached(f"no answer: {type(error).__name__}") from error
        finally:
            watch.cancel()
            connection.close()


def _asked(connection: _Pinned, method: str, target: str, most_bytes: int) -> Answer:
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
    connection.request(method, target, headers=headers)
    heard = _heard(connection.getresponse(), most_bytes)
    if connection.was_cut:  # a body without a length ends like a whole one
        raise NotReached("no answer in time")
    return heard


def _heard(answer: HTTPResponse, most_bytes: int) -> Answer:
    body = bytearray()
    while most_bytes and (piece := answer.read(_PIECE)):
        body += piece
        if len(body) > most_bytes:
            raise TooLarge(f"it has more than {most_bytes} bytes")
    if most_bytes and answer.length:
        raise NotReached("the answer ended early")
    location = answer.getheader("Location") or ""
    return Answer(status=answer.status, location=location, body=bytes(body))
