"""What every place for files promises."""

import io

import pytest

from chassis.errors import StorageUnavailable
from kernel.storage import NoSuchObject, Storage

LARGE = bytes(range(256)) * 4096


def put(storage: Storage, key: str, body: bytes) -> None:
    storage.put(key, io.BytesIO(body), len(body))


class StorageSuite:
    """A subclass gives `storage`, empty."""

    @pytest.fixture
    def storage(self) -> Storage:
        raise NotImplementedError

    def test_what_is_put_is_read_again(self, storage) -> None:
        put(storage, "quarantine/one/0", LARGE)
        assert LARGE == b"".join(storage.read("quarantine/one/0"))

    def test_a_part_of_it_is_read(self, storage) -> None:
        put(storage, "files/one", LARGE)
        assert LARGE[1000:1500] == b"".join(storage.read("files/one", start=1000, length=500))
        assert LARGE[-10:] == b"".join(storage.read("files/one", start=len(LARGE) - 10))
        assert b"" == b"".join(storage.read("files/one", start=5, length=0))

    def test_what_is_put_again_is_replaced(self, storage) -> None:
        put(storage, "files/one", b"before")
        put(storage, "files/one", b"now")
        assert b"now" == b"".join(storage.read("files/one"))

    def test_what_is_not_there_is_said_before_the_first_byte(self, storage) -> None:
        with pytest.raises(NoSuchObject):
            storage.read("files/none")

    def test_what_is_deleted_is_gone_and_deleting_it_again_is_no_error(self, storage) -> None:
        put(storage, "files/one", b"x")
        put(storage, "files/two", b"y")
        storage.delete("files/one")
        storage.delete("files/one")
        with pytest.raises(NoSuchObject):
            storage.read("files/one")
        assert b"y" == b"".join(storage.read("files/two"))

    def test_keys_are_listed_by_how_they_begin(self, storage) -> None:
        for key in ("quarantine/b/1", "quarantine/b/0", "quarantine/c/0", "files/b"):
            put(storage, key, b"x")
        assert ["quarantine/b/0", "quarantine/b/1"] == list(storage.keys("quarantine/b/"))
        assert [] == list(storage.keys("quarantine/d/"))

    def test_what_ends_too_soon_is_not_kept(self, storage) -> None:
        with pytest.raises(StorageUnavailable):
            storage.put("files/short", io.BytesIO(b"abc"), 5)
        assert [] == list(storage.keys("files/"))
