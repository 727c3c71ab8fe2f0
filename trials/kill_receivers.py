"""Who gets the alerts of `kill_anything`: streams, endpoints, browsers and apps, all outside."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import http_ece  # type: ignore[import-untyped] # it has no stubs
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from stack.pushes import pushes_for
from stack.streaming import NoStream, NothingCame, open_stream
from trials.kill_writers import FOR_FEW

SECRET: Final = bytes(range(16))
ENDED: Final = ("Issued in error, please disregard", "A message that you had has changed")
"""How a notification of a withdrawal begins, and one of what it may not name."""


@dataclass(slots=True)
class Got:
    """What a receiver took of one alert, after it dropped repeats by their id."""

    issues: int = 0
    ends: int = 0
    late: int = 0
    """Issues that came after the end."""

    def add(self, *, ended: bool) -> None:
        """Count one message."""
        if ended:
            self.ends += 1
            return
        self.issues += 1
        self.late += 1 if self.ends else 0


@dataclass(slots=True)
class Receiver:
    """Somebody, whether they may read what is restricted, and what came; repeats went by id."""

    name: str
    cleared: bool
    got: dict[str, Got] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    repeats: int = 0
    leaks: int = 0
    """Messages with words that were not for them."""

    def take(self, message_id: str, alert_id: str, said: Any, *, ended: bool) -> None:
        """Keep a message unless it was here before."""
        self.leaks += not self.cleared and FOR_FEW in json.dumps(said)
        if message_id in self.seen:
            self.repeats += 1
            return
        self.seen.add(message_id)
        self.got.setdefault(alert_id, Got()).add(ended=ended)


@dataclass(slots=True)
class Listener:
    """A stream that comes back with the last id it had. `resets` began anew, with what is out."""

    receiver: Receiver
    url: str
    token: Callable[[], str | None]
    resets: int = 0
    cuts: int = 0

    def follow(self, stop: threading.Event) -> None:
        """Follow until told to stop."""
        last = ""
        while not stop.is_set():
            try:
                with open_stream(self.url, token=self.token(), last_event_id=last or None) as there:
                    while not stop.is_set():
                        with suppress(NothingCame):
                            event = there.next(0.5)
                            last = there.reader.last_event_id
                            if event is None:
                                break
                            self._take(event.kind, event.json() if event.data else {})
            except (OSError, NoStream):
                self.cuts += 1
            stop.wait(0.2)

    def _take(self, kind: str, said: Any) -> None:
        if kind == "reset":
            self.resets += 1
        elif kind in {"alert", "alert-ended"}:
            message_id = f"{kind} {said['alert_id']} {said.get('version')}"
            self.receiver.take(message_id, said["alert_id"], said, ended=kind == "alert-ended")


@dataclass(slots=True)
class Posts:
    """Endpoints and browsers on one port; each has a path of its own."""

    port: int
    endpoints: dict[str, Receiver] = field(default_factory=dict)
    browsers: dict[str, Receiver] = field(default_factory=dict)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    posts: int = 0
    drops: int = 0

    def address(self, path: str) -> str:
        """Return where something is posted."""
        return f"http://localhost:{self.port}{path}"

    @property
    def keys(self) -> tuple[str, str]:
        """Return what a browser hands over to be written to (RFC 8291)."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return _text(point), _text(SECRET)

    def taken(self, path: str, headers: Any, body: bytes) -> None:
        """Keep a post."""
        self.posts += 1
        if path in self.endpoints:
            said = json.loads(body)
            ended = said["type"] not in {"alert.issued", "alert.updated"}
            alert_id = said["data"]["alert_id"]
            self.endpoints[path].take(headers["webhook-id"], alert_id, said, ended=ended)
            return
        clear = http_ece.decrypt(
            body, private_key=self.key, auth_secret=SECRET, version="aes128gcm"
        )
        _notify(self.browsers[path], json.loads(clear))


def app(folder: Path, token: str, cleared: bool) -> Receiver:  # noqa: FBT001 - of its person
    """Return an app with what it was notified of, as the simulator of its provider kept it."""
    receiver = Receiver(token, cleared)
    for each in pushes_for(folder, token):
        _notify(receiver, each["message"]["data"])
    return receiver


def _notify(receiver: Receiver, said: Any) -> None:
    """Keep a notification, of a browser or an app."""
    alert_id = said["url"].rpartition("/")[2]
    receiver.take(said["id"], alert_id, said, ended=said["title"].startswith(ENDED))


@contextmanager
def posts() -> Iterator[Posts]:
    """Listen on a free port; of every tenth post the connection is dropped without an answer."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                there.taken(self.path, self.headers, body)
                dropped = there.posts % 10 == 0
                there.drops += dropped
            if dropped:
                self.close_connection = True
                return
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Posts(port=server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Wait for something, at most so long; tell whether it came."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.3)
    return True


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
