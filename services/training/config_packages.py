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
            where a package could set a cookie for the site (RFC 6265, 5.3). A host of one label,
            as localhost, is a top-level domain to browsers, for which none is set.
    """
    said = settings.text(_URL).rstrip("/")
    if not _PATTERN.fullmatch(said):
        raise BadSetting(_URL, "must be an origin whose host begins with *, as https://*.host")
    site = urlsplit(settings.url("ISP_PUBLIC_URL", "http", "https"))
    ours = urlsplit(said).netloc.removeprefix("*.")
    host = site.hostname or ""
    below = "." in host and f".{ours.partition(':')[0]}".endswith(f".{host}")
    if ours == site.netloc or below:
        raise BadSetting(_URL, "must be below another host than ISP_PUBLIC_URL's")
    return PackageOrigins(said)


def packages_listen(settings: Settings) -> Address:
    """Return where packages are served.

    Raises:
        BadSetting: it is missing or wrong.
    """
    return settings.address("TRAINING_PACKAGES_LISTEN")


def package_scanner_address(settings: Settings) -> Address:
    """Return where clamd listens.

    Raises:
        BadSetting: it is missing or wrong.
    """
    return settings.address("TRAINING_SCANNER_ADDRESS")


def launch_key(settings: Settings) -> str:
    """Return the secret under which launch paths are sealed.

    Raises:
        BadSetting: it is missing.
    """
    return settings.secret("TRAINING_LAUNCH_KEY")
