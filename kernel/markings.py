"""What a thing may be shown to: the Traffic Light Protocol 2.0 (FIRST) with a tier and groups."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from kernel.tiers import Tier


class Tlp(Enum):
    """A label of the Traffic Light Protocol 2.0."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"


FLOORS: Final = {
    Tlp.CLEAR: Tier.PUBLIC,
    Tlp.GREEN: Tier.REGISTERED,
    Tlp.AMBER: Tier.VERIFIED,
    Tlp.AMBER_STRICT: Tier.VERIFIED,
    Tlp.RED: Tier.VERIFIED,
}
"""The lowest tier that each label may be shown to."""


OWN_GROUP: Final = "organisation:"
"""With what the closed group of an organisation's own people begins. Nobody is put into it."""


def own_group(organisation_id: str) -> str:
    """Return the closed group of everybody who belongs to an organisation, and of nobody else."""
    return f"{OWN_GROUP}{organisation_id}"


class MarkingBelowFloor(ValueError):
    """A marking would show a thing to more people than its label allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """Whom a thing may be shown to; every part of it must be met.

    Raises:
        MarkingBelowFloor: the tier is below the label's floor, AMBER+STRICT names no closed
            group, or RED names nobody.
    """

    tlp: Tlp
    minimum_tier: Tier
    closed_group: str | None = None
    named_subjects: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.minimum_tier < FLOORS[self.tlp]:
            raise MarkingBelowFloor(
                f"TLP:{self.tlp.value} needs at least {FLOORS[self.tlp].name},"
                f" not {self.minimum_tier.name}"
            )
        if self.tlp is Tlp.AMBER_STRICT and not self.closed_group:
            raise MarkingBelowFloor("TLP:AMBER+STRICT needs a named closed group")
        if self.tlp is Tlp.RED and not self.named_subjects:
            raise MarkingBelowFloor("TLP:RED needs named people")

    @classmethod
    def clear(cls) -> "Marking":
        """Return the marking of what everyone may see."""
        return cls(tlp=Tlp.CLEAR, minimum_tier=Tier.PUBLIC)
