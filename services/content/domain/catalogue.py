"""A partner's catalogue: who signs it, where it is fetched, and what was taken of it last."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue_pack import ItemFault, Pack, PackRefused, Refused
from services.content.domain.partner_errors import (
    CatalogueEnded,
    CatalogueNotProposed,
    SelfConfirmation,
)
from services.content.domain.partner_link import wrong_address, wrong_text

MOST_CATALOGUES: Final = 50
MOST_LISTED: Final = 100
LONGEST_NAME: Final = 80
LONGEST_ACCOUNT: Final = 200
FETCH_EVERY: Final = timedelta(minutes=15)
LONGEST_WHY: Final = 300


class CatalogueStatus(Enum):
    """Where a source stands."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken last. `digest` is the SHA-256 of the claims, in hexadecimal."""

    serial: int
    digest: str
    issued_at: datetime
    expires_at: datetime
    items: int
    faults: tuple[ItemFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A source as it stands. What people decide returns the next version; a look does not.

    `public_key` is a JSON Web Key as canonical text. A key never changes: a source with another
    key is another source, which again takes two people.
    """

    catalogue_id: UUID
    name: str
    url: str
    account: str
    public_key: str
    thumbprint: str
    proposed_by: str
    proposed_at: datetime
    status: CatalogueStatus = CatalogueStatus.PROPOSED
    version: int = 1
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    ended_because: str = ""
    looked_at: datetime | None = None
    refused_because: str = ""
    taken: Taken | None = None

    def violations(self, rules: AddressRules) -> list[Violation]:
        """Return what is wrong with a proposal, field by field."""
        found = wrong_address("url", self.url, rules)
        for field, text, most in (
            ("name", self.name, LONGEST_NAME),
            ("account", self.account, LONGEST_ACCOUNT),
        ):
            if wrong := wrong_text(field, text, most):
                found.append(wrong)
        return found

    def confirmed(self, *, by: str, at: datetime) -> "Catalogue":
        """Let it be fetched, on a second person's word.

        Raises:
            CatalogueNotProposed: it was confirmed or ended.
            SelfConfirmation: `by` proposed it.
        """
        if self.status is not CatalogueStatus.PROPOSED:
            raise CatalogueNotProposed("The catalogue waits for nobody's word.")
        if by == self.proposed_by:
            raise SelfConfirmation("Somebody else must confirm what you proposed.")
        return replace(
            self,
            status=CatalogueStatus.ACTIVE,
            confirmed_by=by,
            confirmed_at=at,
            version=self.version + 1,
        )

    def ended(self, *, by: str, at: datetime, reason: str) -> "Catalogue":
        """End it, or give the proposal up: for good.

        Raises:
            CatalogueEnded: it was ended.
        """
        if self.status is CatalogueStatus.ENDED:
            raise CatalogueEnded("The catalogue was ended already.")
        return replace(
            self,
            status=CatalogueStatus.ENDED,
            ended_by=by,
            ended_at=at,
            ended_because=reason,
            version=self.version + 1,
        )

    def unchanged(self, pack: Pack) -> bool:
        """Tell whether a catalogue is the one that was taken last.

        Raises:
            PackRefused: it is an older one, or another one under the same number.
        """
        if self.taken is None or pack.serial > self.taken.serial:
            return False
        if pack.serial < self.taken.serial:
            raise PackRefused(Refused.REPLAYED, f"its serial number is {pack.serial}, not newer")
        if pack.digest != self.taken.digest:
            raise PackRefused(Refused.REPLAYED, "another catalogue has the same serial number")
        return True

    def took(self, pack: Pack, *, at: datetime) -> "Catalogue":
        """Return it after a catalogue was taken."""
        taken = Taken(
            serial=pack.serial,
            digest=pack.digest,
            issued_at=pack.issued_at,
            expires_at=pack.expires_at,
            items=len(pack.items),
            faults=pack.faults,
        )
        return replace(self, looked_at=at, refused_because="", taken=taken)

    def refused(self, why: str, *, at: datetime) -> "Catalogue":
        """Return it after a catalogue was refused, or not answered: what was taken stands."""
        return replace(self, looked_at=at, refused_because=why[:LONGEST_WHY])

    def ran_out(self, at: datetime) -> bool:
        """Tell whether what was taken is not good any more."""
        return self.taken is not None and self.taken.expires_at <= at

    def emptied(self) -> "Catalogue":
        """Return it with none of its items here; its serial number still only grows."""
        taken = self.taken and replace(self.taken, items=0, faults=())
        return replace(self, taken=taken)
