"""Posting to endpoints: real ones, that answer, refuse, drip and mislead as the test says."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from uuid import uuid4

import pytest
from standardwebhooks import Webhook as Receiver
from standardwebhooks import WebhookVerificationError

from chassis import resolving
from chassis.resolving import Resolver
from kernel.web_addresses import AddressRules
from services.alerts.domain.delivery import Outcome
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.outbound.signed_posts import SignedPosts
from services.alerts.outbound.webhook_secrets import DerivedSecrets
from services.alerts.usecases.webhook_ports import Post
from tests.fakes.certificates import TestAuthority
from tests.fakes.webhooks import webhook

LOOPBACK = AddressRules((ip_network("127.0.0.0/8"), ip_network("::1/128")))
SECRETS = DerivedSecrets(b"k" * 32)
BODY = '{"type":"alert.issued","said":"Tŷ"}'


@dataclass
class Endpoint:
    """What a receiver took, and how it answers."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


class _Handler(BaseHTTPRequestHandler):
    endpoint: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.endpoint.taken.append((self.path, dict(self.headers), body))
        self.send_response(self.endpoint.status)
        for name, value in self.endpoint.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815 - its own name

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as above
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    there = Endpoint()
    handler = type("Handler", (_Handler,), {"endpoint": there})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    there.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield there
    server.shutdown()
    thread.join()
    server.server_close()


def posts(rules: AddressRules = LOOPBACK, **given) -> SignedPosts:
    return SignedPosts(posts=PinnedPosts(resolver=Resolver(rules), **given), secrets=SECRETS)


def to(port: int, path: str = "/hook?a=b", host: str = "localhost", **given):
    return webhook(url=f"http://{host}:{port}{path}", **given)


def now() -> datetime:
    return datetime.now(UTC)


def test_a_receiver_verifies_what_arrives_by_the_library(endpoint) -> None:
    there, message_id = to(endpoint.port), uuid4()
    heard = posts().post(there, message_id, BODY, now())
    assert (Outcome.TAKEN, "status 204") == (heard.outcome, heard.why)
    ((path, headers, body),) = endpoint.taken
    assert ("/hook?a=b", BODY.encode()) == (path, body)
    assert f"localhost:{endpoint.port}" == headers["Host"]
    assert str(message_id) == headers["webhook-id"]
    secret = SECRETS.secret(there.webhook_id, there.secret_id)
    assert json.loads(BODY) == Receiver(secret).verify(body, headers)
    other = SECRETS.secret(there.webhook_id, uuid4())
    for spoiled, by in ((body + b" ", secret), (body, other)):
        with pytest.raises(WebhookVerificationError):
            Receiver(by).verify(spoiled, headers)


def test_during_a_rotation_either_secret_verifies(endpoint) -> None:
    old = to(endpoint.port)
    both = old.rotated(uuid4(), overlap=timedelta(hours=1), at=now())
    posts().post(both, uuid4(), BODY, now())
    ((_, headers, body),) = endpoint.taken
    for secret_id in (old.secret_id, both.secret_id):
        assert Receiver(SECRETS.secret(old.webhook_id, secret_id)).verify(body, headers)
    posts().post(both, uuid4(), BODY, now() + timedelta(hours=1))
    assert 1 == len(endpoint.taken[1][1]["webhook-signature"].split())


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.TAKEN),
        (202, Outcome.TAKEN),
        (301, Outcome.LATER),
        (400, Outcome.LATER),
        (404, Outcome.LATER),
        (410, Outcome.NO_ADDRESS),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
    ],
)
def test_what_each_answer_means(endpoint, status, outcome) -> None:
    endpoint.status = status
    heard = posts().post(to(endpoint.port), uuid4(), BODY, now())
    assert (outcome, f"status {status}") == (heard.outcome, heard.why)


def test_no_redirect_is_followed(endpoint) -> None:
    endpoint.status, endpoint.headers = 307, {"Location": f"http://localhost:{endpoint.port}/in"}
    posts().post(to(endpoint.port), uuid4(), BODY, now())
    assert ["/hook?a=b"] == [path for path, _, _ in endpoint.taken]


def test_no_proxy_of_the_environment_is_asked(endpoint, monkeypatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert Outcome.TAKEN is posts().post(to(endpoint.port), uuid4(), BODY, now()).outcome


def test_nothing_private_is_reached_whatever_a_name_says_when_it_is_sent(
    endpoint, monkeypatch
) -> None:
    """The name was public when it was registered: it is asked again for each post."""
    answers = [[("93.184.215.14", 443)], [("127.0.0.1", 443)], [("93.184.215.14", 0), ("::1", 0)]]
    connected: list[object] = []

    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", each) for each in answers.pop(0)]

    def connect(address: object, *_: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(resolving.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    sender, there = posts(AddressRules()), webhook()
    assert sender.posts.resolver.wrong_with(there.url) is None
    for _ in range(2):
        heard = sender.post(there, uuid4(), BODY, now())
        assert (Outcome.LATER, "the address is not public") == (heard.outcome, heard.why)
    assert [] == connected


def test_it_connects_to_the_address_that_was_checked_and_asks_the_name_once(
    endpoint, monkeypatch
) -> None:
    asked: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(0, 0, 0, "", ("127.0.0.1", 0))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        resolving.socket,
        "getaddrinfo",
        lambda host, *more, **given: (
            real(host, *more, **given) if host == "127.0.0.1" else resolve(host)
        ),
    )
    there = to(endpoint.port, host="localhost")
    assert Outcome.TAKEN is posts().post(there, uuid4(), BODY, now()).outcome
    assert ["localhost"] == asked


def test_a_host_that_is_not_known_and_one_that_refuses_were_handed_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    heard = posts().post(to(port), uuid4(), BODY, now())
    assert (Outcome.LATER, "no connection: ConnectionRefusedError") == (heard.outcome, heard.why)
    nowhere = webhook(url="https://nowhere.invalid/")
    assert "the host is not known" == posts().post(nowhere, uuid4(), BODY, now()).why
    assert "must name a host that is known" == posts().posts.resolver.wrong_with(nowhere.url)


def test_one_that_takes_it_and_says_nothing_leaves_the_outcome_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = posts(whole_seconds=0.3)
        heard = sender.post(to(silent.getsockname()[1]), uuid4(), BODY, now())
    assert Outcome.UNKNOWN is heard.outcome


@pytest.mark.parametrize(
    ("begins", "outcome"),
    [(b"HTTP/1.1 20", Outcome.UNKNOWN), (b"HTTP/1.1 200 OK\r\nX-Long: ", Outcome.TAKEN)],
)
def test_an_answer_that_drips_for_ever_is_cut(begins, outcome) -> None:
    """Each byte comes in time; all of it never does. Once the status is there it counts."""
    stop = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(begins)
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"a")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        sender = posts(whole_seconds=0.5)
        heard = sender.post(to(server.getsockname()[1]), uuid4(), BODY, now())
        stop.set()
        thread.join()
    assert outcome is heard.outcome


def test_a_large_answer_is_not_read(endpoint) -> None:
    def flood(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
            try:
                for _ in range(100):
                    connection.sendall(b"a" * 1_000_000)
            except OSError:
                cut.set()

    cut = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=flood, args=(server,))
        thread.start()
        heard = posts().post(to(server.getsockname()[1]), uuid4(), BODY, now())
        thread.join()
    assert Outcome.TAKEN is heard.outcome
    assert cut.is_set()


@contextmanager
def by_tls(endpoint: Endpoint, folder: Path, name: str) -> Iterator[SignedPosts]:
    """Let the endpoint be reached by TLS too, under a name; yield who believes its authority."""
    files = TestAuthority().fill(folder, name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files / "tls.crt", files / "tls.key")
    handler = type("Handler", (_Handler,), {"endpoint": endpoint})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    endpoint.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield posts(trust=ssl.create_default_context(cafile=str(files / "ca.crt")))
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_certificate_of_the_name_is_believed_though_an_address_is_connected_to(
    endpoint, tmp_path
) -> None:
    with by_tls(endpoint, tmp_path / "tls", "localhost") as sender:
        there = webhook(url=f"https://localhost:{endpoint.port}/")
        assert Outcome.TAKEN is sender.post(there, uuid4(), BODY, now()).outcome


def test_a_certificate_of_another_name_is_not_and_nothing_was_handed_over(
    endpoint, tmp_path
) -> None:
    with by_tls(endpoint, tmp_path / "tls", "other.example") as sender:
        there = webhook(url=f"https://localhost:{endpoint.port}/")
        heard = sender.post(there, uuid4(), BODY, now())
    assert Outcome.LATER is heard.outcome
    assert "CertVerification" in heard.why
    assert [] == endpoint.taken


def test_no_secret_and_no_key_is_in_what_is_shown_of_it() -> None:
    assert "kkkk" not in repr(posts())


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Answer each connection by the next of some bytes; yield the port and what was asked."""
    asked: list[bytes] = []

    def serve(server: socket.socket) -> None:
        for answer in answers:
            connection, _ = server.accept()
            with connection:
                asked.append(connection.recv(65536))
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield server.getsockname()[1], asked
        thread.join()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", Outcome.TAKEN),
        (b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 500 Oh\r\n\r\n", Outcome.LATER),
        (b"HTTP/1.1 100 Continue\r\n\r\n", Outcome.UNKNOWN),
        (b"HTTP/1.0 200\n\n", Outcome.TAKEN),
        (b"SSH-2.0-OpenSSH\r\n", Outcome.UNKNOWN),
        (b"HTTP/1.1 2000 Yes\r\n\r\n", Outcome.UNKNOWN),
        (b"a" * 100_000, Outcome.UNKNOWN),
        (b"", Outcome.UNKNOWN),
    ],
    ids=[
        "go on",
        "early",
        "only go on",
        "old",
        "another protocol",
        "no status",
        "flood",
        "nothing",
    ],
)
def test_only_the_final_status_of_an_answer_counts(answer, outcome) -> None:
    with answering(answer) as (port, _):
        assert outcome is posts().post(to(port), uuid4(), BODY, now()).outcome


def test_many_are_posted_beside_each_other_and_a_slow_one_holds_up_none(endpoint) -> None:
    """The first answers only after all the others have what is theirs."""

    def last(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            while len(endpoint.taken) < 9:
                time.sleep(0.01)
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as slow:
        thread = threading.Thread(target=last, args=(slow,), daemon=True)
        thread.start()
        there = [to(slow.getsockname()[1]), *(to(endpoint.port) for _ in range(9))]
        began = now()
        said = [Post(each, uuid4(), BODY) for each in there]
        heard = posts(whole_seconds=60).post_all(said, until=began + timedelta(minutes=1))
        thread.join()
    assert [Outcome.TAKEN] * 10 == [each.hand_over.outcome for each in heard]
    assert all(began <= each.at <= now() for each in heard)
    ids = {str(each.message_id) for each in said[1:]}
    assert ids == {headers["webhook-id"] for _, headers, _ in endpoint.taken}


def test_an_endpoint_that_did_not_take_one_is_posted_no_other(endpoint) -> None:
    """Its others are for later, in their order; an endpoint that takes them gets all, in turn."""
    good = to(endpoint.port)
    refusing = [b"HTTP/1.1 503 Busy\r\n\r\n"]
    with answering(*refusing) as (port, asked):
        bad = to(port)
        said = [Post(each, uuid4(), BODY) for each in (bad, good, bad, good, bad, good)]
        heard = posts().post_all(said, until=now() + timedelta(minutes=1))
    became = [each.hand_over.outcome if each else None for each in heard]
    assert [Outcome.LATER, None, None] == became[0::2]
    assert [Outcome.TAKEN] * 3 == became[1::2]
    assert 1 == len(asked)
    ids = [str(each.message_id) for each in said[1::2]]
    assert ids == [headers["webhook-id"] for _, headers, _ in endpoint.taken]


def test_none_begins_too_late_but_the_first(endpoint) -> None:
    said = [Post(to(endpoint.port), uuid4(), BODY) for _ in range(3)]
    first, *others = posts().post_all(said, until=now() - timedelta(seconds=1))
    assert Outcome.TAKEN is first.hand_over.outcome
    assert [None, None] == others
    assert [] == list(posts().post_all([], until=now()))
