"""Handing texts to what speaks GOV.UK Notify's API, and to what only half does."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest

from services.alerts.domain.delivery import Outcome
from services.alerts.domain.message import Message
from services.alerts.outbound.notify_texts import NotifyTexts
from stack.texts import TEMPLATE, Simulator, _Handler, api_key, texts_for

SECRET = "of a test"
NUMBER = "+447700900123"
TEXT = Message(text="Rhybudd: Ŵyl")


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # how soon it ends
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[str]:
    class Handler(_Handler):
        simulator = Simulator(
            folder=tmp_path, callback="", key=api_key(SECRET), callback_secret="shared"
        )

    with listening(Handler) as url:
        yield url


def provider(url: str, secret: str = SECRET, template: str = TEMPLATE) -> NotifyTexts:
    return NotifyTexts(url=url, api_key=api_key(secret), template_id=template, timeout_seconds=1)


def test_a_text_is_taken_with_our_reference(simulator: str, tmp_path: Path) -> None:
    reference = uuid4()
    taken = provider(simulator).send(NUMBER, TEXT, reference)
    (kept,) = texts_for(tmp_path, NUMBER)
    assert (Outcome.TAKEN, kept["id"]) == (taken.outcome, taken.provider_id)
    assert (TEXT.text, str(reference)) == (kept["text"], kept["reference"])


def test_a_number_that_is_none_is_no_address(simulator: str) -> None:
    said = provider(simulator).send("nonsense", TEXT, uuid4())
    assert Outcome.NO_ADDRESS is said.outcome


def test_another_key_stops_everything_and_is_held_against_nobody(simulator: str) -> None:
    said = provider(simulator, "another").send(NUMBER, TEXT, uuid4())
    assert (Outcome.AWAY, "status 403") == (said.outcome, said.why)


def test_a_mistake_of_ours_loses_no_text(simulator: str) -> None:
    """A template that is not there, a text without words: tried again, and then given up."""
    empty = provider(simulator).send(NUMBER, Message(text=""), uuid4())
    assert Outcome.LATER is empty.outcome
    wrong = provider(simulator, template="other").send(NUMBER, TEXT, uuid4())
    assert Outcome.LATER is wrong.outcome


def test_a_provider_that_is_away_was_handed_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = provider(f"http://127.0.0.1:{port}").send(NUMBER, TEXT, uuid4())
    assert Outcome.AWAY is said.outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, Outcome.AWAY),
        (403, Outcome.AWAY),
        (429, Outcome.AWAY),
        (503, Outcome.AWAY),
        (500, Outcome.UNKNOWN),
        (502, Outcome.UNKNOWN),
        (504, Outcome.UNKNOWN),
        (404, Outcome.LATER),
        (201, Outcome.UNKNOWN),
    ],
)
def test_a_status_that_may_stand_for_a_text_that_was_taken_is_not_known(
    status: int, outcome: Outcome
) -> None:
    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"errors": [{"error": "Other", "message": "no"}]}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Answers) as url:
        assert outcome is provider(url).send(NUMBER, TEXT, uuid4()).outcome


@pytest.mark.parametrize("how", ["breaks off", "says nothing", "says nonsense"])
def test_a_provider_that_takes_it_and_gives_no_answer_leaves_the_outcome_unknown(how: str) -> None:
    done = threading.Event()

    class Drops(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if how == "says nothing":
                done.wait(5)
            if how == "says nonsense":
                self.wfile.write(b"HTTP/1.0 201 OK\r\n\r\nnonsense")
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Drops) as url:
        said = provider(url).send(NUMBER, TEXT, uuid4())
        done.set()
    assert Outcome.UNKNOWN is said.outcome
    assert NUMBER not in said.why


@pytest.mark.parametrize(
    "said",
    [
        "Your message is too long. Text messages cannot be longer than 918 characters.",
        "Content for template has a character count greater than the limit of 918",
    ],
)
def test_a_text_that_is_too_long_is_refused_for_good(said: str) -> None:
    """Tried twelve times it reaches nobody twelve times."""
    body = {"status_code": 400, "errors": [{"error": "BadRequestError", "message": said}]}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Handler) as url:
        refused = provider(url).send(NUMBER, TEXT, uuid4())
    assert (Outcome.REFUSED, "status 400, too long") == (refused.outcome, refused.why)


def test_the_simulator_refuses_what_is_too_long_as_the_provider_does(simulator: str) -> None:
    refused = provider(simulator).send(NUMBER, Message(text="x" * 919), uuid4())
    assert Outcome.REFUSED is refused.outcome
