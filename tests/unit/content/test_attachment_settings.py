"""Where files are kept, and on which origin they are."""

import io
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.configuration import BadSetting, Settings
from services.content.bootstrap_attachments import sealed_links, storage
from services.content.config_attachments import S3Settings, link_settings, storage_settings
from services.content.domain.attachment_errors import StorageUnavailable
from services.content.domain.attachment_link import Grant
from services.content.outbound.storage.s3 import S3Storage

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


def test_where_no_place_is_set_nothing_is_taken_kept_or_opened() -> None:
    """In a cluster there is none yet: processes start all the same, and say so when asked."""
    nowhere, links = storage(Settings({})), sealed_links(Settings({}))
    grant = Grant(
        attachment_id=uuid4(), version=1, subject="", rights_version=0, issued_at=datetime.now(UTC)
    )
    for use in (
        lambda: nowhere.put("files/one", io.BytesIO(b"x"), 1),
        lambda: nowhere.read("files/one"),
        lambda: nowhere.delete("files/one"),
        lambda: nowhere.keys(""),
        lambda: links.sign(grant, "plan.pdf"),
        lambda: links.opened("token"),
    ):
        with pytest.raises(StorageUnavailable):
            use()


def test_the_place_that_is_set_is_the_one_that_is_used(tmp_path) -> None:
    folder = storage(Settings({"CONTENT_STORAGE_URL": tmp_path.as_uri()}))
    folder.put("files/one", io.BytesIO(b"x"), 1)
    assert b"x" == (tmp_path / "files" / "one").read_bytes()
    assert isinstance(storage(Settings(S3)), S3Storage)
