"""What comes from outside is checked, and appears whole or not at all."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stack import pins
from stack.obtain import WrongChecksum, appear, check


def test_a_download_that_is_not_what_is_pinned_is_refused(tmp_path: Path) -> None:
    fetched = tmp_path / "server.zip"
    fetched.write_bytes(b"what came")
    check(fetched, hashlib.sha256(b"what came").hexdigest())
    with pytest.raises(WrongChecksum, match=r"server\.zip"):
        check(fetched, hashlib.sha256(b"what was pinned").hexdigest())


def test_a_folder_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "server-1.0"

    def fail(into: Path) -> None:
        (into / "half").write_text("half")
        raise WrongChecksum("not it")

    with pytest.raises(WrongChecksum):
        appear(folder, fail)
    assert [] == list(tmp_path.iterdir())


def test_a_folder_is_filled_once(tmp_path: Path) -> None:
    folder, filled = tmp_path / "server-1.0", []

    def fill(into: Path) -> None:
        filled.append(into)
        (into / "program").write_text("program")

    for _ in range(2):
        assert "program" == (appear(folder, fill) / "program").read_text()
    assert 1 == len(filled)


def test_two_that_fill_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    folder = tmp_path / "server-1.0"

    def fill(into: Path) -> None:
        for number in range(50):
            (into / f"part-{number}").write_text(str(number))

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(appear, folder, fill) for _ in range(4)]:
            assert 50 == len(list(each.result().iterdir()))
    assert [folder] == list(tmp_path.iterdir())


@pytest.mark.parametrize("pin", [pins.POSTGRES, pins.NATS, pins.VALKEY, pins.JDK, pins.KEYCLOAK])
def test_every_server_is_pinned_by_version_and_checksum(pin: pins.Wheel | pins.MavenZip) -> None:
    assert 64 == len(bytes.fromhex(pin.sha256).hex())
    assert pin.version[0].isdigit()
    assert pin.megabytes > 0


def test_keycloak_is_not_a_version_with_the_account_takeover() -> None:
    """CVE-2026-18963 is in 26.7.0 and 26.7.1."""
    assert pins.KEYCLOAK.version not in {"26.7.0", "26.7.1"}
