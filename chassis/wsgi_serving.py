"""How a WSGI process stops: first its kept-alive connections end, each after an answer.

A connection that is closed while it is idle may lose a request that its client is just sending.
"""

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from granian.constants import HTTPModes, Interfaces
from granian.server.mp import MPServer

from chassis.configuration import Address, Settings
from chassis.health import Health, HealthServer
from chassis.logs import start_logging
from chassis.process import end_with_parent
from chassis.termination import last_words_said

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_STOPPING: Final = signal.SIGUSR1
"""Tells the serving process, whose side port is asked, that it is about to be ended."""

_WAKE: Final = signal.SIGUSR2

_BACKLOG: Final = 1024
"""Connections that wait to be let in, as Granian has it unless told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What a serving process serves, and where its health stands."""

    app: "WSGIApplication"
    health: Health
    health_listens: Address


def serve_wsgi(target: str, listen: Address, *, threads: int, connections: int) -> None:
    """Serve until told to stop: one process with threads; more of it is more replicas.

    `target` is `module:name` of what returns the application in the process that serves, by
    `wsgi_worker`. Granian lets no more than `connections` in, whether or not they ask for anything.
    """
    Server(
        target,
        factory=True,
        address=listen.host,
        port=listen.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=1,
        blocking_threads=threads,
        backlog=max(connections, _BACKLOG),
        backpressure=connections,
        respawn_failed_workers=True,
        workers_kill_timeout=25,
        websockets=False,
        log_level="warning",  # type: ignore[arg-type] # the enum's own value
    ).serve()


def wsgi_worker(service: str, build: Callable[[Settings], Serving]) -> "WSGIApplication":
    """Return the application of the serving process, with its health beside it."""
    end_with_parent()
    hear_every_signal()
    start_logging(service, os.environ.get("ISP_LOG_LEVEL", "INFO"))
    with last_words_said():
        built = build(Settings())
        HealthServer(built.health_listens, built.health).start()
        built.health.ready()
    return built.app


class Server(MPServer):
    """Granian: a process that minds the one that serves, and gets the signals."""

    def startup(self, *args: Any, **named: Any) -> None:
        """Start the serving process."""
        signal.signal(_STOPPING, signal.SIG_IGN)  # there too, until it knows what to do
        super().startup(*args, **named)  # type: ignore[no-untyped-call] # Granian's own

    def signal_handler_interrupt(self, *args: Any, **named: Any) -> None:
        """Begin to stop: unready first, then no new connection, then what is under way."""
        for child in multiprocessing.active_children():
            if child.pid:
                os.kill(child.pid, _STOPPING)
        super().signal_handler_interrupt(*args, **named)  # type: ignore[no-untyped-call] # as above


def hear_every_signal() -> None:
    """Let handlers run soon in Granian's serving process, whichever thread got the signal.

    Python runs them in the main thread, which there waits for a lock without an end. A signal that
    comes right after another goes to another thread, and nothing would wake the main one: it would
    be killed after 25 s.
    """
    if multiprocessing.parent_process() is None:
        return
    told, tells = socket.socketpair()
    tells.setblocking(False)
    signal.signal(_WAKE, lambda *_: None)
    signal.set_wakeup_fd(tells.detach(), warn_on_full_buffer=False)
    main = threading.main_thread().ident
    assert main is not None

    def wake() -> None:
        while number := told.recv(1):
            if number[0] != _WAKE:
                signal.pthread_kill(main, _WAKE)

    threading.Thread(target=wake, name="signals", daemon=True).start()


def closing_with(app: "WSGIApplication", health: Health) -> "WSGIApplication":
    """Return the application of the serving process as it follows what its health says."""
    signal.signal(_STOPPING, lambda *_: health.unready("stopping"))
    return ClosingWhenDraining(app, health)


class ClosingWhenDraining:
    """A WSGI application whose answers close their connection while the process drains."""

    def __init__(self, app: "WSGIApplication", health: Health) -> None:
        self._app = app
        self._health = health

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer."""
        if not self._health.draining:
            return self._app(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *failed)

        return self._app(environ, start)
