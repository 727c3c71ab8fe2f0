"""Valkey: sessions and rate limits."""

from pathlib import Path

from stack.places import private_folder
from stack.program import Program, answers_tcp


def prepare(config: Path, data: Path, port: int) -> None:
    """Write the configuration and make the data folder."""
    private_folder(data)
    config.write_text(
        f"""\
bind 127.0.0.1
port {port}
dir {data}
appendonly yes
appendfsync everysec
save ""
"""
    )


def program(binary: Path, config: Path, port: int) -> Program:
    """Return Valkey on loopback."""
    return Program(
        name="valkey",
        command=(str(binary), str(config)),
        ready=answers_tcp(port, b"+PONG", b"PING\r\n"),
        as_server=True,
        priority=10,
    )
