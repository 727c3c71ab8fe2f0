"""Asks ClamAV's daemon about a file, over a connection for each (clamd(8), INSTREAM)."""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from chassis.errors import ScannerUnavailable

PIECE: Final = 256 * 1024
CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 150.0
"""Unless told otherwise: more than clamd's own bound for one file, 120 s unless set otherwise."""

_LONGEST_ANSWER: Final = 4096
_GOOD: Final = "stream: OK"
_FOUND: Final = " FOUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamd:
    """clamd at a TCP port. What it cannot say is no "good": it raises, and the file waits.

    `answer_seconds` bound the wait for its answer.
    """

    host: str
    port: int
    answer_seconds: float = ANSWER_SECONDS

    def finding(self, file: BinaryIO) -> str | None:
        """Return the name of what was found, or None.

        Raises:
            ScannerUnavailable: it does not answer, gave up, or takes no file so large.
        """
        try:
            with socket.create_connection((self.host, self.port), CONNECT_SECONDS) as connection:
                connection.settimeout(self.answer_seconds)
                _send(connection, file)
                answer = _answer(connection)
        except OSError as error:
            raise ScannerUnavailable(f"clamd: {type(error).__name__}") from error
        if answer == _GOOD:
            return None
        if answer.endswith(_FOUND):
            return answer.removesuffix(_FOUND).partition(": ")[2]
        raise ScannerUnavailable(f"clamd: {answer[:200]}")


def _send(connection: socket.socket, file: BinaryIO) -> None:
    connection.sendall(b"zINSTREAM\0")
    while piece := file.read(PIECE):
        connection.sendall(struct.pack(">I", len(piece)))
        connection.sendall(piece)
    connection.sendall(struct.pack(">I", 0))


def _answer(connection: socket.socket) -> str:
    said = b""
    while len(said) < _LONGEST_ANSWER and not said.endswith(b"\0"):
        more = connection.recv(1024)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
