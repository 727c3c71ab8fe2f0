"""A small HTTP server beside every process: /livez, /readyz, /metrics and /drain."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis.configuration import Address
from chassis.logs import logger

Check = Callable[[], str | None]
"""Returns None when all is well, else what is wrong in a few words."""


class Health:
    """What the process says of itself. Unready until `ready` is called, and after `unready`.

    A process that drains stays unready until it ends, whatever it says of itself besides.
    """

    def __init__(self, drain_seconds: float = 5) -> None:
        self._checks: dict[str, Check] = {}
        self._alive: dict[str, Check] = {}
        self._why_not: str | None = "starting"
        self._drain_seconds = drain_seconds
        self._on_drain: list[Callable[[], object]] = []
        self._drained_at: float | None = None
        self._lock = threading.Lock()

    def check(self, name: str, check: Check) -> None:
        """Ask this before each answer of /readyz."""
        self._checks[name] = check

    def check_alive(self, name: str, check: Check) -> None:
        """Ask this before each answer of /livez: a failure asks for a restart."""
        self._alive[name] = check

    def ready(self) -> None:
        """Say that the process may get work."""
        self._why_not = None

    def unready(self, why: str) -> None:
        """Say that the process wants no more work, and why."""
        self._why_not = why

    @property
    def draining(self) -> bool:
        """Whether the process is about to be stopped and others are to take its work."""
        return self._drained_at is not None

    def on_drain(self, act: Callable[[], object]) -> None:
        """Do this once when draining begins; it must not wait."""
        self._on_drain.append(act)

    def drain(self) -> None:
        """Become unready for good, and return when clients have had their time to notice.

        What comes meanwhile is still answered. However often it is asked, the time is counted from
        the first.
        """
        with self._lock:
            first = self._drained_at is None
            if self._drained_at is None:
                self._drained_at = time.monotonic() + self._drain_seconds
        if first:
            logger().info("draining", seconds=self._drain_seconds)
            for act in self._on_drain:
                act()
        time.sleep(max(0.0, self._drained_at - time.monotonic()))

    def wrong(self) -> dict[str, str]:
        """Return what keeps the process from being ready."""
        why = "draining" if self.draining and self._why_not is None else self._why_not
        wrong = {"process": why} if why else {}
        return wrong | _failures(self._checks)

    def dead(self) -> dict[str, str]:
        """Return what a restart would mend."""
        return _failures(self._alive)


def _failures(checks: dict[str, Check]) -> dict[str, str]:
    # A copy: a process that is starting adds checks while it is asked.
    return {name: said for name, check in list(checks.items()) if (said := check())}


class HealthServer:
    """Serves a process's health and metrics until stopped."""

    def __init__(self, address: Address, health: Health) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                match self.path:
                    case "/livez":
                        self._answer_checks(health.dead())
                    case "/readyz":
                        self._answer_checks(health.wrong())
                    case "/drain":
                        health.drain()
                        self._answer(200, "text/plain", b"drained\n")
                    case "/metrics":
                        self._answer(200, CONTENT_TYPE_LATEST, generate_latest())
                    case _:
                        self._answer(404, "text/plain", b"not found\n")

            def _answer_checks(self, wrong: dict[str, str]) -> None:
                body = json.dumps(wrong or {"ok": True}).encode()
                self._answer(503 if wrong else 200, "application/json", body)

            def _answer(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Probes come every second; their access log says nothing."""

        self._server = ThreadingHTTPServer((address.host, address.port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close the port."""
        self._server.shutdown()
        self._server.server_close()
