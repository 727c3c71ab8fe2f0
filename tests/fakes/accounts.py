"""Accounts as the copy of people's rights has them."""

from chassis.principals import PrincipalRow
from kernel.standing import Standing
from services.alerts.domain.recipient import Account


def account_of(row: PrincipalRow) -> Account:
    """What the copy of people's rights says of one."""
    return Account(
        active=row.standing is Standing.ACTIVE,
        tier=row.tier,
        roles=row.roles,
        regions=row.regions,
        sectors=row.sectors,
        closed_groups=row.closed_groups,
        organisation_id=row.organisation_id,
    )
