"""Compartments: what search keeps apart, so that nothing hidden shifts a score or a count.

A document is in one compartment; a reader is entitled to some of them, each by name.
"""

from dataclasses import dataclass
from hashlib import sha256

from kernel.markings import Marking
from kernel.principals import Principal
from kernel.tiers import Tier


@dataclass(frozen=True, slots=True, order=True)
class Compartment:
    """A tier, or a closed group and a tier."""

    tier: Tier
    closed_group: str = ""

    @property
    def name(self) -> str:
        """Return the name as part of an index's: lower case, and no word of the group's own."""
        if not self.closed_group:
            return self.tier.name.lower()
        group = sha256(self.closed_group.encode()).hexdigest()[:16]
        return f"{self.tier.name.lower()}-{group}"


def compartment_of(marking: Marking) -> Compartment | None:
    """Return where a document with this marking is kept; None for one for named people only."""
    if marking.named_subjects:
        return None
    return Compartment(marking.minimum_tier, marking.closed_group or "")


def entitled(reader: Principal) -> tuple[Compartment, ...]:
    """Return every compartment that a reader may look into; never a wildcard."""
    tiers = [tier for tier in Tier if tier <= reader.tier]
    groups = ["", *sorted(reader.closed_groups)]
    return tuple(Compartment(tier, group) for group in groups for tier in tiers)
