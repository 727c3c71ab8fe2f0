"""A partner organisation's identity provider, by which its people sign in here.

Two people make one. Whoever comes by it is known by (issuer, subject) alone, never by an address.
"""

import base64
import binascii
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from services.identity.domain.partner_errors import (
    PartnerDisabled,
    PartnerNotProposed,
    SelfConfirmation,
    SuggestionDecided,
)

MOST_PROVIDERS: Final = 200
LONGEST_SECRET: Final = 300
LONGEST_CLIENT_ID: Final = 200
LONGEST_CERTIFICATE: Final = 8000
LONGEST_ORGANISATION: Final = 200
ALIAS: Final = "org-"
"""How every provider of ours begins its name in Keycloak."""

_DER_SEQUENCE: Final = 0x30
_MARKS: Final = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")


class ProviderProtocol(Enum):
    """What a provider speaks."""

    OIDC = "OIDC"
    SAML = "SAML"


class ProviderStatus(Enum):
    """Where a provider stands."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEnds:
    """Where a provider is, and by what it is known; of the other protocol's nothing is said."""

    issuer: str
    sign_in_url: str
    token_url: str = ""
    keys_url: str = ""
    client_id: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerProvider:
    """One provider. Every change has the next `version`.

    `unsent_secret` is what Keycloak is to be told, and nothing once it was.
    """

    provider_id: UUID
    name: str
    protocol: ProviderProtocol
    ends: ProviderEnds
    proposed_by: str
    proposed_at: datetime
    status: ProviderStatus = ProviderStatus.PROPOSED
    version: int = 1
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    disabled_by: str | None = None
    disabled_at: datetime | None = None
    disabled_because: str = ""
    unsent_secret: str | None = field(default=None, repr=False)
    carrying: bool = False

    @property
    def alias(self) -> str:
        """Its name in Keycloak, which is part of the address that people are sent back to."""
        return f"{ALIAS}{self.provider_id}"

    def confirmed(self, *, by: str, at: datetime) -> "PartnerProvider":
        """Let it take effect on a second person's word.

        Raises:
            PartnerNotProposed: it was confirmed or ended.
            SelfConfirmation: `by` proposed it.
        """
        if self.status is not ProviderStatus.PROPOSED:
            raise PartnerNotProposed("It waits for nobody's word.")
        if by == self.proposed_by:
            raise SelfConfirmation("Somebody else must confirm what you proposed.")
        return replace(
            self,
            status=ProviderStatus.ACTIVE,
            confirmed_by=by,
            confirmed_at=at,
            carrying=True,
            version=self.version + 1,
        )

    def disabled(self, *, by: str, at: datetime, reason: str) -> "PartnerProvider":
        """End it, or give the proposal up: for good.

        Raises:
            PartnerDisabled: it was ended.
        """
        if self.status is ProviderStatus.DISABLED:
            raise PartnerDisabled("It was ended already.")
        return replace(
            self,
            status=ProviderStatus.DISABLED,
            disabled_by=by,
            disabled_at=at,
            disabled_because=reason,
            unsent_secret=None,
            carrying=self.status is ProviderStatus.ACTIVE,
            version=self.version + 1,
        )

    def carried(self) -> "PartnerProvider":
        """Return it as Keycloak knows it now; that is no change of the provider."""
        return replace(self, unsent_secret=None, carrying=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokeredPerson:
    """That somebody came by a provider, and what it said of their organisation.

    `decided_by` is the officer who decided on that; `confirmed` is what they said.
    """

    subject: str
    provider_id: UUID
    came_at: datetime
    suggested_organisation: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    confirmed: bool = False

    def said_already(self, *, confirmed: bool) -> bool:
        """Tell whether an officer said this before.

        Raises:
            SuggestionDecided: they said the other.
        """
        if self.decided_by is None:
            return False
        if self.confirmed != confirmed:
            raise SuggestionDecided("An officer has decided this already, and otherwise.")
        return True

    def decided(self, *, by: str, at: datetime, confirmed: bool) -> "BrokeredPerson":
        """Keep an officer's word.

        Raises:
            SelfConfirmation: it is about themselves.
        """
        if by == self.subject:
            raise SelfConfirmation("Somebody else must decide about you.")
        return replace(self, decided_by=by, decided_at=at, confirmed=confirmed)


def certificate_of(text: str) -> str | None:
    """Return a certificate's Base64 without marks and breaks, or None if it is none."""
    for mark in _MARKS:
        text = text.replace(mark, "")
    bare = "".join(text.split())
    if len(bare) > LONGEST_CERTIFICATE:
        return None
    try:
        der = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        return None
    return bare if der[:1] == bytes([_DER_SEQUENCE]) else None
