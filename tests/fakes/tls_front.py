"""TLS before a real server whose own build has none: it decrypts, and hands on what was said."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from chassis.tls import TlsFolder

_SSL_REQUEST = bytes.fromhex("0000000804d2162f")
"""How a client of PostgreSQL asks for TLS (its manual, 'Message Formats', SSLRequest)."""


def server_context(tls: TlsFolder, *, demanding: bool = True) -> ssl.SSLContext:
    """What a server shows; one that is demanding wants a certificate of the client."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.renew(context)
    context.verify_mode = ssl.CERT_REQUIRED if demanding else ssl.CERT_NONE
    return context


def _hand_on(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    for each in (source, to):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _serve(line: socket.socket, context: ssl.SSLContext, behind: int, *, asked: bool) -> None:
    with suppress(OSError):
        if asked:
            assert _SSL_REQUEST == line.recv(8)
            line.sendall(b"S")
        encrypted = context.wrap_socket(line, server_side=True)
        inner = socket.create_connection(("localhost", behind))
        threading.Thread(target=_hand_on, args=(inner, encrypted), daemon=True).start()
        _hand_on(encrypted, inner)


@contextmanager
def tls_before(
    port: int, tls: TlsFolder, *, demanding: bool = True, postgres: bool = False
) -> Iterator[int]:
    """Speak TLS on a free port, on behalf of the server on another."""
    context = server_context(tls, demanding=demanding)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    threading.Thread(
                        target=_serve,
                        args=(line, context, port),
                        kwargs={"asked": postgres},
                        daemon=True,
                    ).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
