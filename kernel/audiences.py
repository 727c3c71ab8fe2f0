"""For whom a message is: rows that include, exclude or must be."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from kernel.places import REGIONS, SECTORS
from kernel.premises import PREMISES_TYPES
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
    PREMISES_TYPE = "PREMISES_TYPE"
    POLYGON = "POLYGON"
    CIRCLE = "CIRCLE"


AREAS: Final = frozenset({Kind.POLYGON, Kind.CIRCLE})
"""Kinds whose value is an area in CAP's notation; alerts/domain/area.py says which can be one."""


class UnknownAudience(ValueError):
    """A row names a region, sector, tier, role or type of premises that does not exist."""


@dataclass(frozen=True, slots=True, order=True)
class AudienceRow:
    """One line of an audience; whom it matches, alerts/domain/audience.py says.

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
            Kind.PREMISES_TYPE: self.value in PREMISES_TYPES,
            Kind.POLYGON: bool(self.value),
            Kind.CIRCLE: bool(self.value),
        }
        if not known[self.kind]:
            what = self.kind.value.lower().replace("_", " ")
            raise UnknownAudience(f"{self.value!r} is no {what}")
