"""A partner site: another site at which people sign in with their account of ours.

Two people make one. It knows a person by a code that stands for them there and nowhere else
(OpenID Connect Core 1.0, section 8.1), and by what was granted to it.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from services.identity.domain.partner_errors import (
    PartnerDisabled,
    PartnerNotActive,
    PartnerNotProposed,
    SelfConfirmation,
)

MOST_SITES: Final = 200
MOST_REDIRECTS: Final = 10
LONGEST_NAME: Final = 80
LONGEST_ADDRESS: Final = 300
LOOKING_AFTER: Final = "identity:partners"
"""The permission of those who look after the sites."""

_LOCAL: Final = "localhost"
_NOT_OF_THE_INTERNET: Final = frozenset({"local", "localdomain", _LOCAL, "internal"})
"""Domains that are no host's but on one's own network (RFC 6761, RFC 6762; ICANN on .internal)."""

_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
"""One part of a host's name (RFC 1123, section 2.1)."""

_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")


class PartnerScope(Enum):
    """What a site learns of a person besides the code that stands for them."""

    NAME = "NAME"
    EMAIL = "EMAIL"
    VERIFIED = "VERIFIED"  # yes or no: never the tier


class PartnerStatus(Enum):
    """Where a site stands."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSite:
    """One site. Every change has the next `version`.

    `unsent_secret` is what Keycloak is to be told, and nothing once it was; `carrying` says that it
    was not told yet of what stands here.
    """

    site_id: UUID
    name: str
    redirect_uris: tuple[str, ...]
    backchannel_logout_uri: str
    scopes: frozenset[PartnerScope]
    steward: str
    proposed_by: str
    proposed_at: datetime
    status: PartnerStatus = PartnerStatus.PROPOSED
    version: int = 1
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    disabled_by: str | None = None
    disabled_at: datetime | None = None
    disabled_because: str = ""
    secret_issued_at: datetime | None = None
    unsent_secret: str | None = field(default=None, repr=False)
    carrying: bool = False

    @property
    def client_id(self) -> str:
        """By which it names itself to Keycloak."""
        return f"partner-{self.site_id}"

    @property
    def host(self) -> str:
        """Its sector: the one host of all its addresses."""
        return urlsplit(self.redirect_uris[0]).hostname or ""

    def confirmed(self, *, by: str, at: datetime) -> "PartnerSite":
        """Let it take effect on a second person's word.

        Raises:
            PartnerNotProposed: it was confirmed or ended.
            SelfConfirmation: `by` proposed it.
        """
        if self.status is not PartnerStatus.PROPOSED:
            raise PartnerNotProposed("The site waits for nobody's word.")
        if by == self.proposed_by:
            raise SelfConfirmation("Somebody else must confirm what you proposed.")
        return replace(
            self,
            status=PartnerStatus.ACTIVE,
            confirmed_by=by,
            confirmed_at=at,
            carrying=True,
            version=self.version + 1,
        )

    def with_secret(self, secret: str, *, at: datetime) -> "PartnerSite":
        """Give it a new secret, which ends the one before.

        Raises:
            PartnerNotActive: nobody signs in there.
        """
        if self.status is not PartnerStatus.ACTIVE:
            raise PartnerNotActive("Nobody signs in at this site.")
        return replace(
            self,
            unsent_secret=secret,
            secret_issued_at=at,
            carrying=True,
            version=self.version + 1,
        )

    def disabled(self, *, by: str, at: datetime, reason: str) -> "PartnerSite":
        """End it, or give the proposal up: for good.

        Raises:
            PartnerDisabled: it was ended.
        """
        if self.status is PartnerStatus.DISABLED:
            raise PartnerDisabled("The site was ended already.")
        return replace(
            self,
            status=PartnerStatus.DISABLED,
            disabled_by=by,
            disabled_at=at,
            disabled_because=reason,
            unsent_secret=None,
            carrying=self.status is PartnerStatus.ACTIVE,
            version=self.version + 1,
        )

    def carried(self) -> "PartnerSite":
        """Return it as Keycloak knows it now; that is no change of the site, so no new version."""
        return replace(self, unsent_secret=None, carrying=False)


def wrong_with_address(address: str, *, local_too: bool) -> str | None:
    """Say what is wrong with an address to which people or tokens are sent, or None.

    It is taken exactly, so it has no wildcard; `local_too` lets http://localhost pass, for
    development. Addresses by number are refused: they belong to nobody who could be asked.
    """
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        return f"must be an address of at most {LONGEST_ADDRESS} characters, in ASCII"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "must be an address"
    local = local_too and parts.scheme == "http" and host == _LOCAL
    if parts.scheme != "https" and not local:
        return "must begin with https://"
    if not local and not _is_of_the_internet(host):
        return "must name a host of the internet by its name"
    if "@" in parts.netloc or "#" in address or "*" in address or "\\" in address or " " in address:
        return "must be exact: without user, fragment, wildcard or space"
    return None


def host_of(address: str) -> str:
    """Return the host of an address that is right."""
    return urlsplit(address).hostname or ""


def _is_of_the_internet(host: str) -> bool:
    """Tell whether a host can be found by everybody, and by its name.

    What ends in a number is an address in some notation, such as 127.1 or 0x7f.1 (WHATWG URL, "ends
    in a number checker"). A name may not end in a dot: it would be another host of the same place.
    """
    labels = host.split(".")
    if len(labels) == 1 or not all(_LABEL.fullmatch(each) for each in labels):
        return False
    return labels[-1] not in _NOT_OF_THE_INTERNET and not _NUMBER.fullmatch(labels[-1])
