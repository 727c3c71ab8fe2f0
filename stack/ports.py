"""Which port each program listens on: fixed for `make up`, free ones for tests."""

import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

import psutil

FIXED: Final = {
    "gateway": 8600,
    "stream": 8601,
    "identity-serve-metrics": 8602,
    "identity-work-metrics": 8603,
    "alerts-serve-metrics": 8604,
    "alerts-work-metrics": 8605,
    "alerts-stream-metrics": 8606,
    "gateway-metrics": 8607,
    "content-files": 8608,
    "content-files-metrics": 8615,
    "keycloak": 8610,
    "keycloak-management": 8611,
    "postgres": 8612,
    "nats": 8613,
    "nats-monitor": 8614,
    "valkey": 8616,
    "smtp": 8617,
    "elasticsearch": 8618,
    "elasticsearch-transport": 8619,
    "identity": 8620,
    "content": 8621,
    "training": 8622,
    "alerts": 8623,
    "content-serve-metrics": 8626,
    "content-work-metrics": 8627,
    "engagement": 8624,
    "engagement-serve-metrics": 8631,
    "engagement-work-metrics": 8632,
    "analytics": 8625,
    "analytics-serve-metrics": 8633,
    "analytics-work-metrics": 8634,
    "training-serve-metrics": 8628,
    "training-work-metrics": 8629,
    "training-packages": 8639,
    "training-packages-metrics": 8609,
    "sms": 8635,
    "push": 8636,
    "evidence": 8637,
    "scanner": 8638,
    "partner": 8630,
}


class PortTaken(Exception):
    """Another program holds a port; says which, and how to choose another."""


class NoPort(Exception):
    """An override of a port is no port; says which."""


@dataclass(frozen=True, slots=True)
class Ports:
    """A port for every name in FIXED."""

    numbers: Mapping[str, int]

    @classmethod
    def fixed(cls, environ: Mapping[str, str] = os.environ) -> "Ports":
        """Return the fixed ports, each overridden by ISP_PORT_<NAME>.

        Raises:
            NoPort: an override is no port.
        """
        return cls({name: _port(environ, name, port) for name, port in FIXED.items()})

    @classmethod
    def free(cls) -> "Ports":
        """Return ports that nobody holds at this moment."""
        with ExitStack() as held:
            sockets = {name: held.enter_context(socket.socket()) for name in FIXED}
            for each in sockets.values():
                each.bind(("127.0.0.1", 0))
            return cls({name: each.getsockname()[1] for name, each in sockets.items()})

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    def check_free(self) -> None:
        """See that nobody holds any of the ports.

        Raises:
            PortTaken: somebody does.
        """
        listening = {
            each.laddr.port: each.pid
            for each in psutil.net_connections(kind="tcp")
            if each.status == psutil.CONN_LISTEN and each.laddr
        }
        taken = [
            f"port {port} ({name}) is held by {_who(listening[port])}: stop it, or set"
            f" {variable(name)} to another port"
            for name, port in self.numbers.items()
            if port in listening
        ]
        if taken:
            raise PortTaken("\n".join(taken))


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def variable(name: str) -> str:
    """Return the variable that overrides a port."""
    return f"ISP_PORT_{name.upper().replace('-', '_')}"


def _port(environ: Mapping[str, str], name: str, port: int) -> int:
    said = environ.get(variable(name), str(port))
    if not said.isdecimal() or not 0 < int(said) < 65536:
        raise NoPort(f"{variable(name)} must be a port from 1 to 65535, not {said!r}")
    return int(said)


def _who(pid: int | None) -> str:
    if pid is None:
        return "a program of another user"
    try:
        return f"{psutil.Process(pid).name()} (process {pid})"
    except psutil.NoSuchProcess:
        return f"process {pid}"
