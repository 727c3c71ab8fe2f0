"""Which place for files a service is told of, and that place."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from chassis.configuration import BadSetting, Settings
from chassis.storage.folder import FolderStorage
from chassis.storage.nowhere import Nowhere
from chassis.storage.s3 import open_bucket
from kernel.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Settings:
    """A bucket at a server that speaks S3."""

    url: str
    bucket: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    ca_file: str | None


def keeps_files(settings: Settings, service: str) -> bool:
    """Tell whether a place for a service's files is set; where none is, none are taken."""
    return bool(settings.source.get(f"{service.upper()}_STORAGE_URL", "").strip())


def storage_settings(settings: Settings, service: str) -> Path | S3Settings:
    """Return the folder, or the bucket, in which a service's files are kept.

    Raises:
        BadSetting: one is missing or wrong.
    """
    named = f"{service.upper()}_STORAGE"
    parts = urlsplit(settings.text(f"{named}_URL"))
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return Path(parts.path)
    bucket = parts.path.strip("/")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bucket or "/" in bucket:
        raise BadSetting(f"{named}_URL", "must be file:///folder, or https://host/bucket")
    return S3Settings(
        url=f"{parts.scheme}://{parts.netloc}",
        bucket=bucket,
        region=settings.text(f"{named}_REGION", "us-east-1"),
        access_key=settings.secret(f"{named}_ACCESS_KEY"),
        secret_key=settings.secret(f"{named}_SECRET_KEY"),
        ca_file=settings.file_if_said(f"{named}_CA_FILE"),
    )


def storage(settings: Settings, service: str) -> Storage:
    """Return the place of files that is set, or one that refuses."""
    if not keeps_files(settings, service):
        return Nowhere()
    said = storage_settings(settings, service)
    if not isinstance(said, S3Settings):
        return FolderStorage(said)
    return open_bucket(
        said.url,
        bucket=said.bucket,
        access_key=said.access_key,
        secret_key=said.secret_key,
        region=said.region,
        ca_file=said.ca_file,
    )
