"""Where files are kept, and on which origin they are."""

from pathlib import Path

import pytest

from chassis.configuration import BadSetting, Settings
from services.content.config_attachments import S3Settings, link_settings, storage_settings

S3 = {
    "CONTENT_STORAGE_URL": "https://s3.example/attachments",
    "CONTENT_STORAGE_ACCESS_KEY": "a",
    "CONTENT_STORAGE_SECRET_KEY": "b",
}
LINKS = {
    "CONTENT_FILES_URL": "https://files.isp.example/",
    "CONTENT_LINK_KEY": "k",
    "ISP_PUBLIC_URL": "https://isp.example",
}


def test_files_are_in_a_folder_or_a_bucket() -> None:
    folder = storage_settings(Settings({"CONTENT_STORAGE_URL": "file:///var/lib/files"}))
    assert Path("/var/lib/files") == folder
    bucket = storage_settings(Settings(S3))
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
        storage_settings(Settings(S3 | {"CONTENT_STORAGE_URL": url}))
    assert "CONTENT_STORAGE_URL" == refused.value.name


def test_a_bucket_has_keys() -> None:
    for name in ("CONTENT_STORAGE_ACCESS_KEY", "CONTENT_STORAGE_SECRET_KEY"):
        with pytest.raises(BadSetting) as refused:
            storage_settings(Settings(S3 | {name: ""}))
        assert name == refused.value.name


def test_files_are_never_on_the_origin_of_the_site() -> None:
    assert "https://files.isp.example" == link_settings(Settings(LINKS)).origin
    for url in ("https://isp.example", "https://isp.example/files"):
        with pytest.raises(BadSetting):
            link_settings(Settings(LINKS | {"CONTENT_FILES_URL": url}))
