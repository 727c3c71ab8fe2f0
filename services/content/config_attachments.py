"""The settings of attachments, of which each role reads what it needs."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from chassis.configuration import Address, BadSetting, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """Under which secret links are sealed, and on which origin files are."""

    key: str = field(repr=False)
    origin: str


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
