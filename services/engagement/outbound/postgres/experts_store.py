"""Experts, read from this service's own copy of people's rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, select
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.postgres.tables import PRINCIPALS
from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from services.engagement.domain.pools import ANSWERING, Expert

_PEOPLE = PRINCIPALS.c
_ROLES: Final = sorted(role for role, gives in PERMISSIONS.items() if ANSWERING in gives)


@dataclass(frozen=True, slots=True)
class PostgresExperts:
    """The experts on one transaction."""

    connection: Connection

    def all(self) -> Sequence[Expert]:
        """Return everyone who may answer and whose account is active."""
        query = select(_PEOPLE.subject, _PEOPLE.regions, _PEOPLE.sectors).where(_answering())
        return [
            Expert(
                subject=row.subject, regions=frozenset(row.regions), sectors=frozenset(row.sectors)
            )
            for row in self.connection.execute(query.order_by(_PEOPLE.subject))
        ]

    def answers(self, subject: str) -> bool:
        """Tell whether a person is one of them."""
        query = select(_PEOPLE.subject).where(_PEOPLE.subject == subject, _answering())
        return self.connection.execute(query).first() is not None


def _answering() -> ColumnElement[bool]:
    some = _PEOPLE.roles.op("&&", is_comparison=True)(cast(_ROLES, ARRAY(Text)))
    return and_(some, _PEOPLE.standing == Standing.ACTIVE.name)
