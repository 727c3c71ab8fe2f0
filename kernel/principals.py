"""The caller as the platform knows them now."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel.markings import own_group
from kernel.roles import permissions_of
from kernel.tiers import Tier


class NobodySignedIn(Exception):
    """A caller without an account came where only people may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who calls, and what they may do at this moment.

    `subject` is Keycloak's user id, or None for someone without an account. `second_factor_at`
    is when the second factor itself was last proved, and None if this token does not say so.
    """

    subject: str | None
    tier: Tier
    roles: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    closed_groups: frozenset[str] = frozenset()
    organisation_id: str | None = None
    organisation_admin: bool = False
    rights_version: int = 0
    acr: str = ""
    second_factor_at: datetime | None = None
    permissions: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "permissions", permissions_of(self.roles))

    @property
    def person(self) -> str:
        """The subject of a caller who has an account.

        Raises:
            NobodySignedIn: there is none; the access rule should have refused them already.
        """
        if self.subject is None:
            raise NobodySignedIn
        return self.subject

    @property
    def groups(self) -> frozenset[str]:
        """The closed groups that somebody is in: those of theirs, and their organisation's own."""
        if self.organisation_id is None:
            return self.closed_groups
        return self.closed_groups | {own_group(self.organisation_id)}

    def may(self, permission: str) -> bool:
        """Tell whether any of the principal's roles gives a permission."""
        return permission in self.permissions

    def proved_second_factor(self, *, acr: str, within: timedelta, at: datetime) -> bool:
        """Tell whether the second factor itself is fresh; a token's `auth_time` proves nothing.

        The age may not be negative by more than a minute: a time in the future is no proof.
        """
        if self.acr != acr or self.second_factor_at is None:
            return False
        return timedelta(minutes=-1) <= at - self.second_factor_at <= within


ANONYMOUS = Principal(subject=None, tier=Tier.PUBLIC)
"""Someone who showed no token."""
