"""Which staff roles are granted, by whom, to whom, and for how long: the one table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.tiers import Tier

ADMIN: Final = "platform-admin"
HUB: Final = "hub-officer"

LONGEST_STRONG: Final = timedelta(days=366)
LONGEST: Final = timedelta(days=2 * 366)
MOST_HOURS: Final = 8
"""The most hours for which any role may be activated at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """What is asked of who is to hold a role, and of the two who give it.

    A privileged role reaches the public, people's papers, or other people's rights.
    """

    proposed_by: frozenset[str]
    confirmed_by: frozenset[str]
    privileged: bool = True
    tier: Tier = Tier.VERIFIED
    hours: int = MOST_HOURS

    @property
    def longest(self) -> timedelta:
        """How long a grant may last."""
        return LONGEST_STRONG if self.privileged else LONGEST

    @property
    def longest_hours(self) -> int:
        """The most hours for which it may be activated at once; 0 for what is held all the time."""
        return self.hours if self.privileged else 0


_EITHER: Final = frozenset({ADMIN, HUB})
_BY_ADMIN: Final = frozenset({ADMIN})

ROLE_RULES: Final[Mapping[str, RoleRule]] = {
    "alert-author": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER, privileged=False),
    "alert-approver": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER),
    "duty-officer": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER),
    "welsh-approver": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER, privileged=False),
    "integrator": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER, privileged=False),
    "editor": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER),
    "expert": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER, privileged=False),
    "trainer": RoleRule(proposed_by=_EITHER, confirmed_by=_EITHER, privileged=False),
    "analyst": RoleRule(
        proposed_by=_EITHER, confirmed_by=_EITHER, privileged=False, tier=Tier.REGISTERED
    ),
    HUB: RoleRule(proposed_by=_EITHER, confirmed_by=_BY_ADMIN),
    "verification-officer": RoleRule(proposed_by=_EITHER, confirmed_by=_BY_ADMIN),
    "privacy-officer": RoleRule(proposed_by=_EITHER, confirmed_by=_BY_ADMIN),
    ADMIN: RoleRule(proposed_by=_EITHER, confirmed_by=_BY_ADMIN, hours=4),
}
"""Every role that is granted. Those of seats and of security leads come with these alone."""


def may_propose(roles: Collection[str], role: str) -> bool:
    """Tell whether somebody with these roles may propose a role."""
    return role in ROLE_RULES and not ROLE_RULES[role].proposed_by.isdisjoint(roles)


def may_confirm(roles: Collection[str], role: str) -> bool:
    """Tell whether somebody with these roles may confirm a role."""
    return role in ROLE_RULES and not ROLE_RULES[role].confirmed_by.isdisjoint(roles)


def may_end(roles: Collection[str], role: str) -> bool:
    """Tell whether somebody with these roles may take a role away: who may give it in any part."""
    return may_propose(roles, role) or may_confirm(roles, role)
