"""A real server that speaks S3 keeps files as the port says."""

import subprocess
import time

import pytest
import urllib3

from chassis.errors import StorageUnavailable
from chassis.storage.s3 import open_bucket
from stack import object_storage
from stack.obtain import NotObtained
from stack.places import cache_folder, throw_away_folder
from stack.ports import free_port
from tests.ports.storage import StorageSuite, put

ACCESS, SECRET = "access", "secret-of-a-test"


def _bucket(port: int, **changed):
    said = {"bucket": "attachments", "access_key": ACCESS, "secret_key": SECRET}
    return open_bucket(f"http://127.0.0.1:{port}", region=object_storage.REGION, **said | changed)


@pytest.fixture(scope="module")
def server():
    """The server's port."""
    try:
        binary = object_storage.obtain(cache_folder())
    except NotObtained as error:
        pytest.skip(str(error))
    with throw_away_folder("isp-s3-") as folder:
        port = free_port()
        program = object_storage.program(
            binary, folder / "kept", port, access=ACCESS, secret=SECRET
        )
        command = ["setpriv", "--pdeathsig", "TERM", *program.command]
        running = subprocess.Popen(
            command, env=dict(program.environment), cwd=folder, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while (said := program.ready()) is not None:
            assert time.monotonic() < until, said
            time.sleep(0.05)
        _bucket(port).client.make_bucket("attachments")
        yield port
        running.terminate()
        running.wait(10)


@pytest.fixture
def storage(server):
    """The bucket, empty."""
    found = _bucket(server)
    for key in found.keys(""):
        found.delete(key)
    return found


class TestS3Storage(StorageSuite):
    """On the real server."""

    @pytest.fixture
    def storage(self, storage):
        return storage


def test_what_is_larger_than_a_part_is_kept_whole(storage) -> None:
    body = bytes(40) * (1024 * 1024)
    put(storage, "files/large", body)
    assert len(body) == sum(map(len, storage.read("files/large")))
    assert body[:7] == b"".join(storage.read("files/large", start=39 * 1024 * 1024, length=7))


def test_a_wrong_secret_and_no_bucket_are_said_as_away(server) -> None:
    for each in (_bucket(server, secret_key="wrong"), _bucket(server, bucket="another")):
        with pytest.raises(StorageUnavailable):
            put(each, "files/one", b"x")


def test_a_server_that_is_away_is_said_to_be(monkeypatch) -> None:
    away = _bucket(1)
    for act in (
        lambda: put(away, "files/one", b"x"),
        lambda: away.read("files/one"),
        lambda: away.delete("files/one"),
        lambda: away.keys("files/"),
    ):
        with pytest.raises(StorageUnavailable):
            act()


def test_nobody_reads_the_bucket_without_a_key(server, storage) -> None:
    put(storage, "files/one", b"secret")
    answer = urllib3.request("GET", f"http://127.0.0.1:{server}/attachments/files/one")
    assert 403 == answer.status
    assert b"secret" not in answer.data
