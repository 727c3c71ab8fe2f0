"""Where the gateway's databases in Valkey are: sessions in one, rates in another."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from chassis.tls import TlsFolder

SESSIONS: Final = 0
RATES: Final = 1


def with_tls(url: str, tls: TlsFolder | None) -> str:
    """Return the address with what `rediss` believes and shows, unless the address says it."""
    parts = urlsplit(url)
    if tls is None or parts.scheme != "rediss":
        return url
    ours = {
        "ssl_ca_certs": str(tls.authority),
        "ssl_certfile": str(tls.certificate),
        "ssl_keyfile": str(tls.key),
    }
    query = urlencode(ours | dict(parse_qsl(parts.query)))
    return urlunsplit(parts._replace(query=query))


def database(url: str, number: int) -> str:
    """Return the address of one of its databases."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
