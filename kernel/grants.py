"""The word that lets one person of a lower tier read one thing for a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier

GRANTABLE: Final = frozenset({Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER})
"""AMBER+STRICT and RED say themselves who reads: no word of one person adds anybody."""

_STRICTNESS: Final = {tlp: place for place, tlp in enumerate(Tlp)}


def within_reach(principal: Principal, marking: Marking) -> bool:
    """Tell whether a grant may let somebody read what bears a marking, and is needed for it.

    It stands for one tier, the next above their own, and for nothing else: whoever has no account,
    is not in the closed group, or is two tiers below, is not helped. What names people is for them.
    """
    return (
        principal.subject is not None
        and principal.tier >= Tier.REGISTERED
        and marking.minimum_tier == principal.tier + 1
        and marking.tlp in GRANTABLE
        and not marking.named_subjects
        and (not marking.closed_group or marking.closed_group in principal.groups)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGrant:
    """Whom it lets read what, and until when.

    `tier` is what the reader had earned and `marking` what the thing bore when it was given: it is
    worth nothing once the one falls or the other rises.
    """

    subject: str
    tier: Tier
    marking: Marking
    given_at: datetime
    ends_at: datetime

    def lets(self, principal: Principal, marking: Marking, at: datetime) -> bool:
        """Tell whether it lets somebody read what bears a marking at a moment."""
        return (
            principal.subject == self.subject
            and principal.tier >= self.tier
            and self.given_at <= at < self.ends_at
            and self.covers(marking)
            and within_reach(principal, marking)
        )

    def covers(self, marking: Marking) -> bool:
        """Tell whether a marking asks for no more than the one that it was given for."""
        return (
            _STRICTNESS[marking.tlp] <= _STRICTNESS[self.marking.tlp]
            and marking.minimum_tier <= self.marking.minimum_tier
            and marking.closed_group in {None, self.marking.closed_group}
            and not marking.named_subjects
        )
