"""Where files are kept."""

import io
from pathlib import Path

import pytest

from chassis.configuration import BadSetting, Settings
from chassis.errors import StorageUnavailable
from chassis.storage.s3 import S3Storage
from chassis.storage.settings import S3Settings, storage, storage_settings

S3 = {
    "POST_STORAGE_URL": "https://s3.example/attachments",
    "POST_STORAGE_ACCESS_KEY": "a",
    "POST_STORAGE_SECRET_KEY": "b",
}


def test_files_are_in_a_folder_or_a_bucket() -> None:
    folder = storage_settings(Settings({"POST_STORAGE_URL": "file:///var/lib/files"}), "post")
    assert Path("/var/lib/files") == folder
    bucket = storage_settings(Settings(S3), "post")
    assert isinstance(bucket, S3Settings)
    assert ("https://s3.example", "attachments") == (bucket.url, bucket.bucket)
    assert "b'" not in repr(bucket)
    assert "secret_key" not in repr(bucket)


@pytest.mark.parametrize(
    "url",
    ["", "file://host/folder", "file:folder", "https://s3.example", "https://s3.example/a/b", "x"],
)
def test_any_other_place_is_refused_by_name(url) -> None:
    with pytest.raises(BadSetting) as refused:
        storage_settings(Settings(S3 | {"POST_STORAGE_URL": url}), "post")
    assert "POST_STORAGE_URL" == refused.value.name


def test_a_bucket_has_keys() -> None:
    for name in ("POST_STORAGE_ACCESS_KEY", "POST_STORAGE_SECRET_KEY"):
        with pytest.raises(BadSetting) as refused:
            storage_settings(Settings(S3 | {name: ""}), "post")
        assert name == refused.value.name


def test_where_no_place_is_set_nothing_is_taken_or_kept() -> None:
    """In a cluster there is none yet: processes start all the same, and say so when asked."""
    nowhere = storage(Settings({}), "post")
    for use in (
        lambda: nowhere.put("files/one", io.BytesIO(b"x"), 1),
        lambda: nowhere.read("files/one"),
        lambda: nowhere.delete("files/one"),
        lambda: nowhere.keys(""),
    ):
        with pytest.raises(StorageUnavailable):
            use()


def test_the_place_that_is_set_is_the_one_that_is_used(tmp_path) -> None:
    folder = storage(Settings({"POST_STORAGE_URL": tmp_path.as_uri()}), "post")
    folder.put("files/one", io.BytesIO(b"x"), 1)
    assert b"x" == (tmp_path / "files" / "one").read_bytes()
    assert isinstance(storage(Settings(S3), "post"), S3Storage)
