"""The settings of attachments, of which each role reads what it needs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from chassis.configuration import Address, BadSetting, Settings

_STORAGE: Final = "CONTENT_STORAGE_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Settings:
    """A bucket at a server that speaks S3."""

    url: str
    bucket: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    ca_file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """Under which secret links are sealed, and on which origin files are."""

    key: str = field(repr=False)
    origin: str


def takes_files(settings: Settings) -> bool:
    """Tell whether a place for files is set; where none is, nothing can be attached."""
    return bool(settings.source.get(_STORAGE, "").strip())


def storage_settings(settings: Settings) -> Path | S3Settings:
    """Return the folder, or the bucket, in which files are kept.

    Raises:
        BadSetting: one is missing or wrong.
    """
    parts = urlsplit(settings.text(_STORAGE))
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return Path(parts.path)
    bucket = parts.path.strip("/")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bucket or "/" in bucket:
        raise BadSetting(_STORAGE, "must be file:///folder, or https://host/bucket")
    return S3Settings(
        url=f"{parts.scheme}://{parts.netloc}",
        bucket=bucket,
        region=settings.text("CONTENT_STORAGE_REGION", "us-east-1"),
        access_key=settings.secret("CONTENT_STORAGE_ACCESS_KEY"),
        secret_key=settings.secret("CONTENT_STORAGE_SECRET_KEY"),
        ca_file=settings.file_if_said("CONTENT_STORAGE_CA_FILE"),
    )


def link_settings(settings: Settings) -> LinkSettings:
    """Return how links are made.

    Raises:
        BadSetting: one is missing or wrong, or files would be on the site's own origin.
    """
    origin = settings.url("CONTENT_FILES_URL", "http", "https").rstrip("/")
    if urlsplit(origin).netloc == urlsplit(settings.url("ISP_PUBLIC_URL", "http", "https")).netloc:
        raise BadSetting("CONTENT_FILES_URL", "must be another origin than ISP_PUBLIC_URL's")
    return LinkSettings(key=settings.secret("CONTENT_LINK_KEY"), origin=origin)


def scanner_settings(settings: Settings) -> Address:
    """Return where clamd listens.

    Raises:
        BadSetting: it is missing or wrong.
    """
    return settings.address("CONTENT_SCANNER_ADDRESS")


def listen_settings(settings: Settings) -> Address:
    """Return where files are served.

    Raises:
        BadSetting: it is missing or wrong.
    """
    return settings.address("CONTENT_FILES_LISTEN")
