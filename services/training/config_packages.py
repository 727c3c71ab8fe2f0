"""The settings of packages, of which each role reads what it needs."""

import re
from typing import Final
from urllib.parse import urlsplit

from chassis.configuration import Address, BadSetting, Settings
from services.training.domain.package_origin import PackageOrigins

_URL: Final = "TRAINING_PACKAGES_URL"
_PATTERN: Final = re.compile(r"https?://\*(\.[a-z0-9-]+)+(:[0-9]{1,5})?")


def package_origins(settings: Settings) -> PackageOrigins:
    """Return the origins of packages.

    Raises:
        BadSetting: it is missing, has no star as its first label, or is below the site's host,
            where a package could set a cookie for the site.
    """
    said = settings.text(_URL).rstrip("/")
    if not _PATTERN.fullmatch(said):
        raise BadSetting(_URL, "must be an origin whose host begins with *, as https://*.host")
    site = urlsplit(settings.url("ISP_PUBLIC_URL", "http", "https")).netloc
    if urlsplit(said).netloc.removeprefix("*.") == site:
        raise BadSetting(_URL, "must be below another host than ISP_PUBLIC_URL's")
    return PackageOrigins(said)


def packages_listen(settings: Settings) -> Address:
    """Return where packages are served.

    Raises:
        BadSetting: it is missing or wrong.
    """
    return settings.address("TRAINING_PACKAGES_LISTEN")


def launch_key(settings: Settings) -> str:
    """Return the secret under which launch paths are sealed.

    Raises:
        BadSetting: it is missing.
    """
    return settings.secret("TRAINING_LAUNCH_KEY")
