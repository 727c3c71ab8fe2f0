"""Organisations in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, any_, func, insert, literal, select, update

from chassis.errors import StaleVersion
from kernel.standing import Standing
from services.identity.domain.errors import OrganisationNotFound
from services.identity.domain.organisation import SECURITY_LEAD, Organisation
from services.identity.outbound.postgres.tables import ORGANISATIONS, SUBSCRIBERS


@dataclass(frozen=True, slots=True)
class PostgresOrganisations:
    """The organisations on one transaction."""

    connection: Connection

    def add(self, organisation: Organisation) -> None:
        """Insert one."""
        self.connection.execute(insert(ORGANISATIONS).values(_row(organisation)))

    def get(self, organisation_id: UUID, *, lock: bool = False) -> Organisation:
        """Return one that is open, its row locked until the transaction ends if asked.

        Raises:
            OrganisationNotFound: there is none.
        """
        query = select(ORGANISATIONS).where(
            ORGANISATIONS.c.organisation_id == organisation_id, ORGANISATIONS.c.closed_at.is_(None)
        )
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise OrganisationNotFound("There is no such organisation.")
        return organisation_of_row(row)

    def find(self, organisation_id: UUID) -> Organisation | None:
        """Return one, open or closed."""
        query = select(ORGANISATIONS).where(ORGANISATIONS.c.organisation_id == organisation_id)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else organisation_of_row(row)

    def save(self, organisation: Organisation) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(ORGANISATIONS)
            .where(
                ORGANISATIONS.c.organisation_id == organisation.organisation_id,
                ORGANISATIONS.c.version == organisation.version - 1,
            )
            .values(_row(organisation))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The organisation changed meanwhile: read it again.")

    def leads(self, organisation_id: UUID) -> Sequence[str]:
        """Return who leads the security of one and may use their account, by subject."""
        query = select(SUBSCRIBERS.c.subject).where(
            SUBSCRIBERS.c.organisation_id == organisation_id,
            SUBSCRIBERS.c.standing == Standing.ACTIVE.name,
            literal(SECURITY_LEAD) == any_(SUBSCRIBERS.c.roles),
        )
        return self.connection.execute(query.order_by(SUBSCRIBERS.c.subject)).scalars().all()

    def members(self, organisation_id: UUID) -> int:
        """Count the people who belong to one."""
        query = select(func.count()).where(SUBSCRIBERS.c.organisation_id == organisation_id)
        return int(self.connection.scalar(query) or 0)

    def page(self, *, after: UUID | None, size: int) -> Sequence[Organisation]:
        """Return every one in the order of their ids, locked."""
        query = select(ORGANISATIONS).order_by(ORGANISATIONS.c.organisation_id).limit(size)
        if after is not None:
            query = query.where(ORGANISATIONS.c.organisation_id > after)
        return [
            organisation_of_row(row) for row in self.connection.execute(query.with_for_update())
        ]


def _row(organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation_id": organisation.organisation_id,
        "name": organisation.name,
        "sectors": sorted(organisation.sectors),
        "version": organisation.version,
        "created_at": organisation.created_at,
        "closed_at": organisation.closed_at,
    }


def organisation_of_row(row: Row[Any]) -> Organisation:
    """Return the organisation that a row keeps."""
    return Organisation(
        organisation_id=row.organisation_id,
        name=row.name,
        sectors=frozenset(row.sectors),
        version=row.version,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
