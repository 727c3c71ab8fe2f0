"""What is kept for seven years after it is over, in PostgreSQL, and what becomes of it then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Delete,
    Table,
    Update,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from services.identity.domain.role_grant import OPEN, GrantState
from services.identity.outbound.postgres.partner_tables import PARTNER_PROVIDERS, PARTNER_SITES
from services.identity.outbound.postgres.standing_tables import GROUPS, ROLE_GRANTS

_G, _S, _P, _R = GROUPS.c, PARTNER_SITES.c, PARTNER_PROVIDERS.c, ROLE_GRANTS.c
_NOT_GIVEN: Final = [GrantState.REFUSED.name, GrantState.WITHDRAWN.name]
_OVER: Final = case((_R.state.in_(_NOT_GIVEN), _R.decided_at), else_=_R.ended_at)
NOBODY: Final = ""
"""Who decided, when that is not kept any more: no subject is empty."""


@dataclass(frozen=True, slots=True)
class PostgresOldRecords:
    """The tables on one transaction."""

    connection: Connection

    def over_before(self, before: datetime) -> Mapping[str, int]:
        """Return of how many rows, by table, the time is over."""
        return {
            table.name: self.connection.scalar(
                select(func.count()).select_from(table).where(*act.rows)
            )
            or 0
            for table, act in _acts(before).items()
        }

    def forget(self, before: datetime) -> Mapping[str, int]:
        """Delete them, or the names in them where the row has another use; return how many."""
        return {
            table.name: self.connection.execute(act.statement).rowcount
            for table, act in _acts(before).items()
        }


@dataclass(frozen=True, slots=True)
class _Act:
    """Which rows of a table, and what is done with them."""

    rows: tuple[Any, ...]
    statement: Delete | Update


def _acts(before: datetime) -> dict[Table, _Act]:
    """A code of a group is never given again, and a provider is named by who came by it."""
    grants = (_R.state.not_in([each.name for each in OPEN]), before > _OVER)
    sites = (_S.disabled_at < before,)
    groups = (_G.ended_at < before, or_(_G.sponsor != NOBODY, _G.owner.is_not(None)))
    providers = (_P.disabled_at < before, _P.proposed_by != NOBODY)
    nobody = {"proposed_by": NOBODY, "confirmed_by": None, "disabled_by": None}
    return {
        ROLE_GRANTS: _Act(grants, delete(ROLE_GRANTS).where(*grants)),
        PARTNER_SITES: _Act(sites, delete(PARTNER_SITES).where(*sites)),
        GROUPS: _Act(groups, update(GROUPS).where(*groups).values(sponsor=NOBODY, owner=None)),
        PARTNER_PROVIDERS: _Act(
            providers, update(PARTNER_PROVIDERS).where(*providers).values(nobody)
        ),
    }
