"""Places that an organisation looks after."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode

MOST_PREMISES: Final = 500
"""How many one organisation may have."""

MOST_ADDRESS_LINES: Final = 4
LARGEST_CAPACITY: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesDetails:
    """What an organisation says of a place.

    `type` is a code of kernel/data/premises_types.json. `capacity` is the most people who may
    reasonably be expected there at once, staff included: the number on which the duties of the
    Terrorism (Protection of Premises) Act 2025 turn, at 200 and at 800. `location` is for places
    that their postcode does not find well.
    """

    name: str
    address: tuple[str, ...]
    postcode: Postcode
    type: str
    capacity: int | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a postcode is, to us: its regions, the likeliest first, and its point if known."""

    regions: tuple[str, ...]
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """One place. Every change has the next `version`; removed ones keep their id and it alone."""

    premises_id: UUID
    organisation_id: UUID
    details: PremisesDetails | None
    whereabouts: Whereabouts
    version: int
    added_at: datetime
    removed_at: datetime | None = None

    @classmethod
    def added(
        cls,
        premises_id: UUID,
        organisation_id: UUID,
        *,
        details: PremisesDetails,
        whereabouts: Whereabouts,
        at: datetime,
    ) -> "Premises":
        """Return a place that an organisation has just named."""
        return cls(
            premises_id=premises_id,
            organisation_id=organisation_id,
            details=details,
            whereabouts=whereabouts,
            version=1,
            added_at=at,
        )

    @property
    def location(self) -> Location | None:
        """Where it is: as its organisation said, else where its postcode is."""
        said = self.details.location if self.details else None
        return said or self.whereabouts.location

    def updated(self, details: PremisesDetails, whereabouts: Whereabouts) -> "Premises":
        """Say something else of it."""
        return replace(self, details=details, whereabouts=whereabouts, version=self.version + 1)

    def moved(self, whereabouts: Whereabouts) -> "Premises":
        """Be where a newer directory says that the postcode is; the same place changes nothing."""
        if whereabouts == self.whereabouts:
            return self
        return replace(self, whereabouts=whereabouts, version=self.version + 1)

    def brought(self, organisation_id: UUID) -> "Premises":
        """Be another organisation's from now on."""
        return replace(self, organisation_id=organisation_id, version=self.version + 1)

    def removed(self, at: datetime) -> "Premises":
        """Forget what it was; the id stays, so that everyone hears of the end."""
        return replace(
            self,
            details=None,
            whereabouts=Whereabouts(regions=()),
            removed_at=at,
            version=self.version + 1,
        )
