"""Stands where Elasticsearch would, and writes down what the content service asks of it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as it came: which indexes, with which settings, what body."""

    index: str
    settings: dict[str, Any]
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recorder:
    """What was asked so far, and where to ask."""

    url: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Listen on a free port; every search is written down and answered with 503.

    One over a point in time is written down as one over the indexes that the point was opened for.
    """
    asked: list[Asked] = []
    opened: dict[str, tuple[str, dict[str, Any]]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            place = urlsplit(self.path)
            index, _, verb = unquote(place.path).strip("/").rpartition("/")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            settings = {name: _value(said) for name, said in parse_qsl(place.query)}
            if verb == "_pit":
                point = f"point-{len(opened)}"
                settings.pop("keep_alive", None)
                opened[point] = index, settings
                self._answer(200, json.dumps({"id": point}).encode())
                return
            if verb == "_search":
                said = json.loads(body)
                if (over := said.pop("pit", None)) is not None:
                    index, more = opened[over["id"]]
                    settings |= more
                asked.append(Asked(index, settings, said))
            self._answer(503, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            # By these the client knows that it is what it looks for.
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/vnd.elasticsearch+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Recorder(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()


def _value(said: str) -> str | bool:
    return {"true": True, "false": False}.get(said, said)
