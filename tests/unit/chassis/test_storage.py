"""A folder keeps files as the port says, and so does the fake that stands in for it."""

import io

import pytest

from chassis.errors import StorageUnavailable
from chassis.storage.folder import BadKey, FolderStorage
from tests.fakes.storage import MemoryStorage
from tests.ports.storage import StorageSuite, put


class TestMemoryStorage(StorageSuite):
    """On memory."""

    @pytest.fixture
    def storage(self):
        return MemoryStorage()


class TestFolderStorage(StorageSuite):
    """On a folder."""

    @pytest.fixture
    def storage(self, tmp_path):
        return FolderStorage(tmp_path / "files")


@pytest.mark.parametrize("key", ["../out", "files/../../out", "/etc/passwd", "files/a b", ""])
def test_no_key_leads_out_of_the_folder(tmp_path, key) -> None:
    storage = FolderStorage(tmp_path / "files")
    with pytest.raises(BadKey):
        put(storage, key, b"x")
    with pytest.raises(BadKey):
        storage.read(key)


def test_a_folder_that_cannot_be_written_is_away(tmp_path) -> None:
    (tmp_path / "files").write_text("not a folder")
    with pytest.raises(StorageUnavailable):
        put(FolderStorage(tmp_path / "files"), "files/one", b"x")


class _Breaks(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError("gone")


def test_what_breaks_on_the_way_leaves_nothing(tmp_path) -> None:
    storage = FolderStorage(tmp_path)
    with pytest.raises(StorageUnavailable):
        storage.put("files/one", _Breaks(), 5)
    assert [] == [each for each in tmp_path.rglob("*") if each.is_file()]
