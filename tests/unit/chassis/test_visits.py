"""Looking at addresses that others gave: real servers that answer, drip, mislead and lie."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

import pytest

from chassis import resolving
from chassis.resolving import Resolver
from chassis.visits import NotReached, TooLarge, Visits
from kernel.web_addresses import AddressRules
from tests.fakes.certificates import TestAuthority

HERE = AddressRules((ip_network("127.0.0.0/8"), ip_network("::1/128")))


@dataclass
class There:
    """A server, what it was asked, and how it answers."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"hello"
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def url(self, path: str = "/a?b=c") -> str:
        return f"http://localhost:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    there: There

    def do_GET(self) -> None:
        self.there.asked.append((self.command, self.path, dict(self.headers)))
        self.send_response(self.there.status)
        for name, value in self.there.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(self.there.body)

    do_HEAD = do_GET  # noqa: N815 - its own name

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as above
        """Say nothing."""


@contextmanager
def _serving(there: There, trust: ssl.SSLContext | None = None) -> Iterator[There]:
    handler = type("Handler", (_Handler,), {"there": there})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if trust is not None:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    there.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield there
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def there() -> Iterator[There]:
    with _serving(There()) as server:
        yield server


def visits(rules: AddressRules = HERE, **given) -> Visits:
    return Visits(resolver=Resolver(rules), **given)


def test_a_head_and_a_get_bring_nothing_along(there) -> None:
    assert (200, b"") == (
        (head := visits().seen(there.url(), method="HEAD")).status,
        head.body,
    )
    assert b"hello" == visits().seen(there.url(), most_bytes=5).body
    assert ["HEAD", "GET"] == [method for method, _, _ in there.asked]
    for _, path, headers in there.asked:
        assert "/a?b=c" == path
        assert f"localhost:{there.port}" == headers["Host"]
        assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


def test_no_redirect_is_followed(there) -> None:
    there.status, there.headers = 302, {"Location": there.url("/secret")}
    seen = visits().seen(there.url())
    assert (302, there.url("/secret")) == (seen.status, seen.location)
    assert ["/a?b=c"] == [path for _, path, _ in there.asked]


def test_one_byte_too_many_is_too_large(there) -> None:
    with pytest.raises(TooLarge):
        visits().seen(there.url(), most_bytes=4)


def test_in_production_this_machine_is_not_asked(there) -> None:
    for url in (there.url(), f"https://127.0.0.1:{there.port}/", "https://10.0.0.1/"):
        with pytest.raises(NotReached):
            visits(AddressRules()).seen(url)
    assert [] == there.asked


def test_a_public_name_that_leads_here_is_not_asked(there, monkeypatch) -> None:
    """DNS rebinding: what counts is where the name leads at this moment."""
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(resolving.socket, "getaddrinfo", lambda *_, **__: inside)
    with pytest.raises(NotReached, match="public address"):
        visits(AddressRules()).seen("https://partner.example/")


def test_one_private_address_among_public_ones_spoils_the_name(monkeypatch) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443))
        for each in ("93.184.215.14", "10.0.0.7")
    ]
    monkeypatch.setattr(resolving.socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(NotReached, match="public address"):
        visits(AddressRules()).seen("https://partner.example/")


@pytest.mark.parametrize(
    "begins", ["", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"]
)
def test_who_drips_is_cut_off_in_time(begins) -> None:
    door = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        heard, _ = door.accept()
        with heard:
            heard.sendall(begins.encode() or b"HTTP/1.1 2")
            while not ended.wait(0.1):
                try:
                    heard.sendall(b"0")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    began = time.monotonic()
    with pytest.raises(NotReached):
        visits(whole_seconds=0.6).seen(
            f"http://localhost:{door.getsockname()[1]}/", most_bytes=10_000
        )
    assert time.monotonic() - began < 3
    ended.set()
    thread.join()
    door.close()


def test_a_certificate_of_another_name_is_not_believed(tmp_path: Path) -> None:
    for name, good in (("localhost", True), ("other.example", False)):
        files = TestAuthority().fill(tmp_path / name, name)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(files / "tls.crt", files / "tls.key")
        trust = ssl.create_default_context(cafile=str(files / "ca.crt"))
        with _serving(There(), server) as there:
            asked = visits(trust=trust)
            url = f"https://localhost:{there.port}/"
            if good:
                assert 200 == asked.seen(url).status
            else:
                with pytest.raises(NotReached, match="certificate"):
                    asked.seen(url)
                assert [] == there.asked
