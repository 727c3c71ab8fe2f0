"""For whom a message is: rows that include, exclude or must be."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from kernel.places import REGIONS, SECTORS
from kernel.principals import Principal
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier


class Mode(Enum):
    """What a row does to the set of people."""

    INCLUDE = "INCLUDE"
    EXCLUDE = "EXCLUDE"
    MUST_BE = "MUST_BE"


class Kind(Enum):
    """What a row looks at."""

    EVERYONE = "EVERYONE"
    REGION = "REGION"
    SECTOR = "SECTOR"
    TIER = "TIER"
    ROLE = "ROLE"
    ORGANISATION = "ORGANISATION"


class UnknownAudience(ValueError):
    """A row names a region, sector, tier or role that does not exist."""


@dataclass(frozen=True, slots=True, order=True)
class AudienceRow:
    """One line of an audience.

    Raises:
        UnknownAudience: the value is not one that the kind knows.
    """

    mode: Mode
    kind: Kind
    value: str = ""

    def __post_init__(self) -> None:
        known = {
            Kind.EVERYONE: self.value == "",
            Kind.REGION: self.value in REGIONS,
            Kind.SECTOR: self.value in SECTORS,
            Kind.TIER: self.value in Tier.__members__,
            Kind.ROLE: self.value in PERMISSIONS,
            Kind.ORGANISATION: bool(self.value),
        }
        if not known[self.kind]:
            raise UnknownAudience(f"{self.value!r} is no {self.kind.value.lower()}")

    def matches(self, principal: Principal) -> bool:
        """Tell whether the row's criterion holds for a principal, whatever its mode."""
        match self.kind:
            case Kind.EVERYONE:
                return True
            case Kind.REGION:
                return self.value in principal.regions
            case Kind.SECTOR:
                return self.value in principal.sectors
            case Kind.TIER:
                return principal.tier >= Tier[self.value]
            case Kind.ROLE:
                return self.value in principal.roles
            case Kind.ORGANISATION:
                return self.value == principal.organisation_id


def addressed_to(rows: Iterable[AudienceRow], principal: Principal) -> bool:
    """Tell whether a message with these rows is for a principal.

    At least one include row must match; for each kind that has must-be rows one of them must
    match; no exclude row may match. No rows are for nobody.
    """
    included, required, met = False, set[Kind](), set[Kind]()
    for row in rows:
        matches = row.matches(principal)
        if row.mode is Mode.EXCLUDE and matches:
            return False
        if row.mode is Mode.MUST_BE:
            required.add(row.kind)
            if matches:
                met.add(row.kind)
        elif row.mode is Mode.INCLUDE:
            included = included or matches
    return included and required == met
