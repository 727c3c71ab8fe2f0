"""A program of the platform: how it is started, stopped, and known to be ready."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Probe = Callable[[], str | None]
"""Returns None when the program is ready, else what it says instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program. `environment` is all it gets; `as_server` runs it as the servers' user."""

    name: str
    command: tuple[str, ...]
    ready: Probe = field(repr=False)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    folder: Path = Path("/")
    as_server: bool = False
    stop_signal: str = "TERM"
    stop_seconds: int = 20
    stop_as_group: bool = True
    priority: int = 30


def answers_http(url: str) -> Probe:
    """Return a probe that is content with 200."""

    def probe() -> str | None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                return None if answer.status == 200 else f"answers {answer.status}"
        except urllib.error.HTTPError as error:
            return f"answers {error.code}: {error.read(300).decode('utf-8', 'replace')}"
        except OSError as error:
            return f"{error}"

    return probe


def answers_tcp(
    port: int, greeting: bytes = b"", ask: bytes = b"", host: str = "127.0.0.1"
) -> Probe:
    """Return a probe that is content when the port is open and says what it should."""

    def probe() -> str | None:
        try:
            with socket.create_connection((host, port), timeout=2) as connection:
                if ask:
                    connection.sendall(ask)
                said = connection.recv(512) if greeting else b""
                return None if greeting in said else f"says {said[:60]!r}"
        except OSError as error:
            return f"{error}"

    return probe
