"""The real clamd, with our signature file, finds what it should, and says when it cannot."""

import io
import socket
import threading

import pytest

from chassis.clamd import Clamd
from chassis.errors import ScannerUnavailable
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.ports import free_port
from tests.fakes import attached_files as files
from tests.ports.scanner import ScannerSuite


@pytest.fixture(scope="module")
def clamd():
    """The daemon, on loopback."""
    with (
        throw_away_folder("isp-clamd-") as folder,
        Harness(folder, servers=frozenset({"scanner"})) as harness,
    ):
        if harness.platform.servers.scanner is None:
            pytest.skip("clamd is not here: apt-get install clamav-daemon")
        yield Clamd(host="127.0.0.1", port=harness.port("scanner"))


class TestClamd(ScannerSuite):
    @pytest.fixture
    def scanner(self, clamd: Clamd) -> Clamd:
        return clamd

    @pytest.fixture
    def away(self) -> Clamd:
        return Clamd(host="127.0.0.1", port=free_port())


def test_it_says_what_it_found(clamd: Clamd) -> None:
    assert "Eicar" in str(clamd.finding(io.BytesIO(files.EICAR.encode())))


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
