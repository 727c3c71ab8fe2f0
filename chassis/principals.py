"""Who a caller is now: the token and our own row together, the higher version whole."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from prometheus_client import Counter

from chassis.errors import TokenRefused
from chassis.logs import logger
from chassis.tokens import Token
from kernel.principals import ANONYMOUS, Principal
from kernel.roles import ROLES
from kernel.standing import Standing
from kernel.tiers import Tier

DISAGREEMENTS: Final = Counter(
    "isp_principal_disagreements_total",
    "Tokens whose tier or roles differ from the row of the same rights version.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalRow:
    """A person's rights as identity last told this service."""

    subject: str
    tier: Tier
    roles: frozenset[str]
    regions: frozenset[str]
    sectors: frozenset[str]
    closed_groups: frozenset[str]
    organisation_id: str | None
    standing: Standing
    valid_after: datetime | None
    rights_version: int
    # None where identity has not said it yet.
    organisation_admin: bool | None = None


class PrincipalRows(Protocol):
    """Finds the row of a subject."""

    def find(self, subject: str) -> PrincipalRow | None:
        """Return the row, or None."""
        ...


def principal_of(token: Token, row: PrincipalRow | None) -> Principal:
    """Return the caller as the platform knows them now.

    The higher rights version of token and row wins, whole; equal versions that differ give the
    lesser of both and count an alarm. Without a row the caller is PUBLIC and has no permission.

    Raises:
        TokenRefused: the account is suspended or closed, or the token is from before the moment
            from which tokens are good.
    """
    if token.service is not None:
        return ANONYMOUS
    if row is None:
        return Principal(
            subject=token.subject,
            tier=Tier.PUBLIC,
            acr=token.acr,
            second_factor_at=token.second_factor_at,
        )
    if row.valid_after is not None and token.issued_at < row.valid_after:
        raise TokenRefused("The token is no longer good.")
    newer = token.rights_version > row.rights_version
    if row.standing is not Standing.ACTIVE and not newer:
        raise TokenRefused("The token is no longer good.")
    roles = token.roles & ROLES
    tier, held = (token.tier, roles) if newer else (row.tier, row.roles)
    if token.rights_version == row.rights_version and (token.tier, roles) != (row.tier, row.roles):
        DISAGREEMENTS.inc()
        logger().error("token and row disagree", rights_version=row.rights_version)
        tier, held = min(token.tier, row.tier), roles & row.roles
    return Principal(
        subject=token.subject,
        tier=tier,
        roles=held,
        regions=row.regions,
        sectors=row.sectors,
        # A token carries neither groups nor admins: what an older row says may be held no more.
        closed_groups=frozenset() if newer else row.closed_groups,
        organisation_id=row.organisation_id,
        organisation_admin=bool(row.organisation_admin) and not newer,
        rights_version=max(token.rights_version, row.rights_version),
        acr=token.acr,
        second_factor_at=token.second_factor_at,
    )


class CachedPrincipalRows:
    """Rows kept for at most half a second, so that a change is felt within one."""

    def __init__(
        self,
        rows: PrincipalRows,
        *,
        seconds: float = 0.5,
        kept: int = 20_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rows = rows
        self._seconds = seconds
        self._limit = kept
        self._now = now
        self._kept: dict[str, tuple[float, PrincipalRow | None]] = {}

    def find(self, subject: str) -> PrincipalRow | None:
        """Return the row as it was at most half a second ago."""
        kept = self._kept.get(subject)
        # Taken before the look-up: what changes during it must not be hidden for longer.
        now = self._now()
        if kept is not None and now - kept[0] < self._seconds:
            return kept[1]
        row = self._rows.find(subject)
        if len(self._kept) >= self._limit:
            self._kept.clear()
        self._kept[subject] = (now, row)
        return row


def principal_of_row(row: PrincipalRow | None, *, at_least: int = 0) -> Principal | None:
    """Return a person as our own row knows them, or None when the account may not be used.

    A row that is missing, or older than the rights version that was proved, gives PUBLIC only.
    """
    if row is None:
        return ANONYMOUS
    if row.standing is not Standing.ACTIVE:
        return None
    if row.rights_version < at_least:
        return Principal(subject=row.subject, tier=Tier.PUBLIC)
    return Principal(
        subject=row.subject,
        tier=row.tier,
        roles=row.roles,
        regions=row.regions,
        sectors=row.sectors,
        closed_groups=row.closed_groups,
        organisation_id=row.organisation_id,
        organisation_admin=bool(row.organisation_admin),
        rights_version=row.rights_version,
    )
