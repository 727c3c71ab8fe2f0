"""Grants of roles in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.role_grant import OPEN, Activation, GrantState, RoleGrant
from services.identity.domain.role_grant_errors import GrantThere, RoleGrantNotFound
from services.identity.outbound.postgres.standing_tables import ROLE_GRANTS

_C = ROLE_GRANTS.c
_IS_OPEN = _C.state.in_(sorted(each.name for each in OPEN))
MOST_OF_ONE = 100


@dataclass(frozen=True, slots=True)
class PostgresRoleGrants:
    """The grants on one transaction."""

    connection: Connection

    def add(self, grant: RoleGrant) -> None:
        """Insert a new one.

        Raises:
            GrantThere: the person has one of that role that is open.
        """
        made = self.connection.execute(
            insert(ROLE_GRANTS).values(_row(grant)).on_conflict_do_nothing().returning(_C.grant_id)
        ).first()
        if made is None:
            raise GrantThere("They hold this role, or it is proposed for them, already.")

    def find(self, grant_id: UUID) -> RoleGrant | None:
        """Return one, or None."""
        query = select(ROLE_GRANTS).where(_C.grant_id == grant_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _grant(row)

    def get(self, grant_id: UUID, *, lock: bool = False) -> RoleGrant:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            RoleGrantNotFound: there is none.
        """
        query = select(ROLE_GRANTS).where(_C.grant_id == grant_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise RoleGrantNotFound("There is no such grant.")
        return _grant(row)

    def save(self, grant: RoleGrant) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(ROLE_GRANTS)
            .where(_C.grant_id == grant.grant_id, _C.version == grant.version - 1)
            .values(_row(grant))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The grant changed meanwhile: read it again.")

    def of(self, subject: str) -> Sequence[RoleGrant]:
        """Return a person's that are proposed or granted, by role."""
        query = select(ROLE_GRANTS).where(_C.subject == subject, _IS_OPEN)
        rows = self.connection.execute(query.order_by(_C.role).limit(MOST_OF_ONE))
        return [_grant(row) for row in rows]

    def page_of(self, *, over_too: bool, after: Place | None, size: int) -> Sequence[RoleGrant]:
        """Return some, newest first; those that are over only if asked."""
        query = select(ROLE_GRANTS)
        if not over_too:
            query = query.where(_IS_OPEN)
        if after is not None:
            query = query.where(tuple_(_C.proposed_at, _C.grant_id) < (after.at, after.item_id))
        query = query.order_by(_C.proposed_at.desc(), _C.grant_id.desc()).limit(size)
        return [_grant(row) for row in self.connection.execute(query)]

    def due(self, at: datetime, *, most: int) -> Sequence[UUID]:
        """Return the ids of those of which something is due, soonest first, without locks."""
        query = select(_C.grant_id).where(_C.due_at <= at).order_by(_C.due_at).limit(most)
        return list(self.connection.scalars(query))


def _row(grant: RoleGrant) -> dict[str, Any]:
    active = grant.activation
    return {
        "grant_id": grant.grant_id,
        "subject": grant.subject,
        "role": grant.role,
        "reason": grant.reason,
        "eligible": grant.eligible,
        "state": grant.state.name,
        "proposed_by": grant.proposed_by,
        "proposed_at": grant.proposed_at,
        "decided_by": grant.decided_by,
        "decided_at": grant.decided_at,
        "until": grant.until,
        "active_since": active.since if active else None,
        "active_until": active.until if active else None,
        "activation_reason": active.reason if active else None,
        "ended_by": grant.ended_by,
        "ended_at": grant.ended_at,
        "end_reason": grant.end_reason,
        "warned": grant.warned,
        "due_at": grant.due_at,
        "version": grant.version,
    }


def _grant(row: Row[Any]) -> RoleGrant:
    active = None
    if row.active_until is not None:
        active = Activation(
            since=row.active_since, until=row.active_until, reason=row.activation_reason
        )
    return RoleGrant(
        grant_id=row.grant_id,
        subject=row.subject,
        role=row.role,
        reason=row.reason,
        eligible=row.eligible,
        state=GrantState[row.state],
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        until=row.until,
        activation=active,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        warned=row.warned,
        version=row.version,
    )
