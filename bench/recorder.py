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
    """Listen on a free port; every search is written down and answered with 503."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            place = urlsplit(self.path)
            index, _, verb = unquote(place.path).strip("/").rpartition("/")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if verb == "_search":
                settings = {name: _value(said) for name, said in parse_qsl(place.query)}
                asked.append(Asked(index, settings, json.loads(body)))
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()

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
