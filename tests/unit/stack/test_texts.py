"""The simulator of text messages, and the adapter that speaks to it as to GOV.UK Notify."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from services.identity.domain.errors import TextRefused, TextsUnavailable
from services.identity.outbound.notify_texts import NotifyTextMessages
from stack.texts import TEMPLATE, Simulator, _Handler, api_key, texts_for

SECRET = "of a test"
NUMBER = "+447700900123"


class Callback(BaseHTTPRequestHandler):
    """A gateway that takes everything and remembers it."""

    heard: list[tuple[str, bytes]] = []  # noqa: RUF012 - one server a test module

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.heard.append((self.headers["Authorization"], self.rfile.read(length)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # how soon it ends
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    yield from listening(Callback)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def url(folder: Path, gateway: str) -> Iterator[str]:
    class Handler(_Handler):
        simulator = Simulator(
            folder=folder, callback=gateway, key=api_key(SECRET), callback_secret="shared"
        )

    yield from listening(Handler)


def provider(url: str, secret: str = SECRET, template: str = TEMPLATE) -> NotifyTextMessages:
    return NotifyTextMessages(url=url, api_key=api_key(secret), template_id=template)


def test_a_text_is_taken_kept_and_found_again(url: str, folder: Path) -> None:
    text_id = provider(url).send(NUMBER, "Ŵyl 123456", "our-reference")
    (kept,) = texts_for(folder, NUMBER)
    assert (text_id, "Ŵyl 123456", "our-reference", "delivered") == (
        kept["id"],
        kept["text"],
        kept["reference"],
        kept["status"],
    )
    assert [] == texts_for(folder, "+447700900124")


def test_texts_come_oldest_first(url: str, folder: Path) -> None:
    for number in range(5):
        provider(url).send(NUMBER, str(number), "r")
    assert ["0", "1", "2", "3", "4"] == [kept["text"] for kept in texts_for(folder, NUMBER)]


@pytest.mark.parametrize(
    ("number", "status"),
    [("+447700900002", "permanent-failure"), ("+447700900003", "temporary-failure")],
)
def test_some_numbers_always_fail(url: str, folder: Path, number: str, status: str) -> None:
    provider(url).send(number, "text", "r")
    assert status == texts_for(folder, number)[0]["status"]


def test_another_key_is_refused_and_the_text_waits(url: str, folder: Path) -> None:
    with pytest.raises(TextsUnavailable, match="403"):
        provider(url, "another secret").send(NUMBER, "text", "r")
    assert [] == texts_for(folder, NUMBER)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}])
def test_without_a_token_nothing_is_taken(url: str, headers: dict[str, str]) -> None:
    body = {"phone_number": NUMBER, "template_id": TEMPLATE, "personalisation": {"text": "t"}}
    for ask in (
        lambda: requests.post(f"{url}/v2/notifications/sms", json=body, headers=headers),
        lambda: requests.get(f"{url}/v2/notifications/x", headers=headers),
    ):
        assert 403 == ask().status_code


def test_a_number_that_is_none_is_refused_for_good(url: str) -> None:
    with pytest.raises(TextRefused):
        provider(url).send("nonsense", "text", "r")


def test_a_mistake_of_ours_loses_no_text(url: str) -> None:
    """A template that is not there is set right by an operator, and then the text goes."""
    with pytest.raises(TextsUnavailable, match="400"):
        provider(url, template="other").send(NUMBER, "text", "r")


def test_a_provider_that_is_away_is_unavailable() -> None:
    with pytest.raises(TextsUnavailable, match="503"):
        provider("http://127.0.0.1:1").send(NUMBER, "text", "r")


def test_an_answer_that_is_none_of_notifys_is_unavailable(gateway: str) -> None:
    with pytest.raises(TextsUnavailable):
        provider(gateway).send(NUMBER, "text", "r")


def test_what_a_person_writes_goes_to_the_callback_with_the_secret(url: str) -> None:
    Callback.heard.clear()
    body = {"from": NUMBER, "message": "STOP"}
    assert 200 == requests.post(f"{url}/simulator/inbound", json=body).status_code
    ((authorization, said),) = Callback.heard
    assert "Bearer shared" == authorization
    assert b'"source_number": "447700900123"' in said
    assert b'"message": "STOP"' in said


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"x" * 70_000])
def test_what_is_no_request_is_400(url: str, body: bytes) -> None:
    assert 400 == requests.post(f"{url}/v2/notifications/sms", data=body).status_code
