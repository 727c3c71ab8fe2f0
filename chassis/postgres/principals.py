"""This service's own copy of people's rights, kept from PrincipalChanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Text,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.postgres.driver_statements import DriverRead
from chassis.postgres.engine import refusing_when_away
from chassis.postgres.tables import PRINCIPALS
from chassis.principals import PrincipalRow
from kernel.standing import Standing
from kernel.tiers import Tier

# Asked for twice a second for each person who is active.
_OF_ONE: Final = DriverRead(select(PRINCIPALS).where(PRINCIPALS.c.subject == bindparam("person")))

_OF_MANY: Final = select(PRINCIPALS).where(
    PRINCIPALS.c.subject == any_(bindparam("subjects", type_=ARRAY(Text)))
)
_KNOWN: Final = (
    func.unnest(
        bindparam("subjects", type_=ARRAY(Text)), bindparam("versions", type_=ARRAY(BigInteger))
    )
    .table_valued("subject", "rights_version", name="known")
    .render_derived()
)
_NEWER: Final = (
    select(PRINCIPALS)
    .join(_KNOWN, PRINCIPALS.c.subject == _KNOWN.c.subject)
    .where(PRINCIPALS.c.rights_version > _KNOWN.c.rights_version)
)


@dataclass(frozen=True, slots=True)
class PrincipalsTable:
    """The principals on one transaction."""

    connection: Connection

    def keep(self, row: PrincipalRow) -> bool:
        """Keep a row unless a newer one is there; tell whether it was kept.

        At the same version a row that says who is admin follows one that does not: rows from before
        that was told are so made whole by telling everyone again.
        """
        values = {
            "subject": row.subject,
            "tier": row.tier.name,
            "roles": sorted(row.roles),
            "regions": sorted(row.regions),
            "sectors": sorted(row.sectors),
            "closed_groups": sorted(row.closed_groups),
            "organisation_id": row.organisation_id,
            "organisation_admin": row.organisation_admin,
            "standing": row.standing.name,
            "valid_after": row.valid_after,
            "rights_version": row.rights_version,
        }
        statement = insert(PRINCIPALS).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[PRINCIPALS.c.subject],
                set_={name: statement.excluded[name] for name in values},
                where=or_(
                    PRINCIPALS.c.rights_version < statement.excluded.rights_version,
                    and_(
                        PRINCIPALS.c.rights_version == statement.excluded.rights_version,
                        PRINCIPALS.c.organisation_admin.is_(None),
                        statement.excluded.organisation_admin.is_not(None),
                    ),
                ),
            ).returning(PRINCIPALS.c.subject)
        ).first()
        return kept is not None

    def find(self, subject: str) -> PrincipalRow | None:
        """Return a person's row, or None."""
        row = _OF_ONE.one_or_none(self.connection, person=subject)
        return None if row is None else _principal(row)

    def find_many(self, subjects: Sequence[str]) -> list[PrincipalRow]:
        """Return the rows of those who have one, in no order."""
        rows = self.connection.execute(_OF_MANY, {"subjects": list(subjects)})
        return [_principal(row) for row in rows]

    def find_newer(self, known: Mapping[str, int]) -> list[PrincipalRow]:
        """Return the rows of people whose rights version is above the one that is known of them."""
        values = {"subjects": list(known), "versions": list(known.values())}
        return [_principal(row) for row in self.connection.execute(_NEWER, values)]


@dataclass(frozen=True, slots=True)
class PostgresPrincipalRows:
    """Finds rows, each look-up on a connection of its own; `engine` is one for reading."""

    engine: Engine

    def find(self, subject: str) -> PrincipalRow | None:
        """Return a person's row, or None.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            return PrincipalsTable(connection).find(subject)

    def find_many(self, subjects: Sequence[str]) -> list[PrincipalRow]:
        """Return the rows of those who have one, by one look-up.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            return PrincipalsTable(connection).find_many(subjects)

    def find_newer(self, known: Mapping[str, int]) -> list[PrincipalRow]:
        """Return the rows of people whose rights version is above the one that is known of them.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            return PrincipalsTable(connection).find_newer(known)


def _principal(row: Any) -> PrincipalRow:
    return PrincipalRow(
        subject=row.subject,
        tier=Tier[row.tier],
        roles=_shared(*row.roles),
        regions=_shared(*row.regions),
        sectors=_shared(*row.sectors),
        closed_groups=_shared(*row.closed_groups),
        organisation_id=row.organisation_id and intern(row.organisation_id),
        organisation_admin=row.organisation_admin,
        standing=Standing[row.standing],
        valid_after=row.valid_after,
        rights_version=row.rights_version,
    )


@lru_cache(10_000)
def _shared(*values: str) -> frozenset[str]:
    """Return one set for all who have the same: a process may hold the rows of thousands."""
    return frozenset(values)
