"""The one function that decides reading, and as whom somebody takes material along."""

from datetime import datetime
from typing import Final

from kernel.grants import ReadGrant
from kernel.markings import Marking
from kernel.principals import Principal
from kernel.tiers import Tier


def may_read(
    principal: Principal,
    marking: Marking,
    *,
    grant: ReadGrant | None = None,
    at: datetime | None = None,
) -> bool:
    """Tell whether a principal may see a thing at all. Every part of the marking must be met.

    A `grant` of this very thing may stand for the tier alone, and only `at` a moment within it: no
    other part of a marking is ever met by one.
    """
    if grant is not None and at is not None and grant.lets(principal, marking, at):
        return True
    if principal.tier < marking.minimum_tier:
        return False
    if marking.closed_group and marking.closed_group not in principal.groups:
        return False
    return not marking.named_subjects or principal.subject in marking.named_subjects


OFFLINE_TIER: Final = Tier.VERIFIED
"""The highest tier whose material leaves for where no right can be taken away any more."""


def offline_reader(principal: Principal) -> Principal:
    """Return as whom somebody takes material along: without groups and name, VERIFIED at most.

    So `may_read` lets nothing pass that is TLP:RED, TLP:AMBER+STRICT, of a closed group or for
    TRUSTED people: reading those is on record, or ends at once with a membership, and neither can
    be so on a phone without a network.
    """
    return Principal(subject=None, tier=min(principal.tier, OFFLINE_TIER))
