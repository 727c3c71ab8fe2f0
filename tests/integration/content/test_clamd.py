"""The real clamd, with our signature file, finds what it should, and says when it cannot."""

import io
import socket
import threading

import pytest

from services.content.domain.attachment_errors import ScannerUnavailable
from services.content.outbound.clamd import Clamd
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.ports import free_port
from tests.fakes import attached_files as files


@pytest.fixture(scope="module")
def scanner():
    """The daemon, on loopback."""
    with (
        throw_away_folder("isp-clamd-") as folder,
        Harness(folder, servers=frozenset({"scanner"})) as harness,
    ):
        if harness.platform.servers.scanner is None:
            pytest.skip("clamd is not here: apt-get install clamav-daemon")
        yield Clamd(host="127.0.0.1", port=harness.port("scanner"))


@pytest.mark.parametrize(
    "body",
    [
        files.EICAR.encode(),
        b"before " + files.EICAR.encode(),
        files.repacked(files.word(), {"word/media/a.png": files.EICAR.encode()}),
    ],
    ids=["alone", "inside", "packed"],
)
def test_what_is_infected_is_found(scanner, body) -> None:
    found = scanner.finding(io.BytesIO(body))
    assert found is not None
    assert "Eicar" in found


def test_what_is_good_is_not(scanner) -> None:
    for body in (b"x", files.pdf(), files.word(), files.mp4(5 * 1024 * 1024)):
        assert scanner.finding(io.BytesIO(body)) is None


def test_a_scanner_that_is_away_is_no_good_word() -> None:
    with pytest.raises(ScannerUnavailable):
        Clamd(host="127.0.0.1", port=free_port()).finding(io.BytesIO(b"x"))


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: O"])
def test_only_ok_is_ok(answer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            connection.recv(4096)
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
            connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(ScannerUnavailable):
            Clamd(host="127.0.0.1", port=server.getsockname()[1]).finding(io.BytesIO(b"x"))
        thread.join()
