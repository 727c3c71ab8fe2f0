"""Our copies of organisations and their premises, in PostgreSQL."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Table,
    Text,
    any_,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from chassis.postgres.engine import refusing_when_away
from services.alerts.domain.area import Bounds
from services.alerts.domain.whereabouts import (
    Holdings,
    Organisation,
    Place,
    Premises,
    holdings_of,
)
from services.alerts.outbound.postgres.whereabouts_tables import ORGANISATIONS, PREMISES


@dataclass(frozen=True, slots=True)
class PostgresWhereabouts:
    """Organisations and premises on one transaction."""

    connection: Connection

    def keep_organisation(self, organisation: Organisation) -> bool:
        """Insert or replace unless a newer version is there."""
        values = {
            "organisation_id": organisation.organisation_id,
            "version": organisation.version,
            "active": organisation.active,
            "sectors": sorted(organisation.sectors),
        }
        return self._keep(ORGANISATIONS, "organisation_id", values)

    def keep_premises(self, premises: Premises) -> bool:
        """Insert or replace unless a newer version is there."""
        latitude, longitude = premises.place.point or (None, None)
        values = {
            "premises_id": premises.premises_id,
            "organisation_id": premises.organisation_id,
            "version": premises.version,
            "active": premises.active,
            "regions": sorted(premises.place.regions),
            "type": premises.place.premises_type,
            "latitude": latitude,
            "longitude": longitude,
        }
        return self._keep(PREMISES, "premises_id", values)

    def organisations(self, ids: Collection[str]) -> Sequence[Organisation]:
        """Return what is known of these."""
        rows = self.connection.execute(
            select(ORGANISATIONS).where(ORGANISATIONS.c.organisation_id == any_(_texts(ids)))
        )
        return [_organisation(row) for row in rows]

    def premises_of(self, organisation_ids: Collection[str]) -> Sequence[Premises]:
        """Return the premises of these organisations, the removed ones too."""
        rows = self.connection.execute(
            select(PREMISES).where(PREMISES.c.organisation_id == any_(_texts(organisation_ids)))
        )
        return [_premises(row) for row in rows]

    def premises_within(self, frame: Bounds, *, most: int) -> Sequence[Premises]:
        """Return active premises whose point is in a frame or on its edge, by their ids."""
        south, west, north, east = frame
        c = PREMISES.c
        query = (
            select(PREMISES)
            .where(c.active, c.latitude.between(south, north), c.longitude.between(west, east))
            .order_by(c.premises_id)
            .limit(most)
        )
        return [_premises(row) for row in self.connection.execute(query)]

    def holdings(self, organisation_ids: Collection[str]) -> Mapping[str, Holdings]:
        """Return what each organisation adds to its people."""
        if not organisation_ids:
            return {}
        known = {each.organisation_id: each for each in self.organisations(organisation_ids)}
        premises: dict[str, list[Premises]] = defaultdict(list)
        for each in self.premises_of(organisation_ids):
            premises[each.organisation_id].append(each)
        return {each: holdings_of(known.get(each), premises[each]) for each in organisation_ids}

    def changed(self, within: timedelta) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        """Return what was kept or replaced lately, oldest first."""
        since = func.clock_timestamp() - within
        organisations = self.connection.execute(
            select(ORGANISATIONS)
            .where(ORGANISATIONS.c.changed_at > since)
            .order_by(ORGANISATIONS.c.changed_at)
        ).all()
        premises = self.connection.execute(
            select(PREMISES).where(PREMISES.c.changed_at > since).order_by(PREMISES.c.changed_at)
        ).all()
        return [_organisation(row) for row in organisations], [_premises(row) for row in premises]

    def _keep(self, table: Table, key: str, values: dict[str, Any]) -> bool:
        statement = insert(table).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c[key]],
                set_={name: statement.excluded[name] for name in values}
                | {"changed_at": func.clock_timestamp()},
                where=table.c.version < statement.excluded.version,
            ).returning(table.c[key])
        ).first()
        return kept is not None


@dataclass(frozen=True, slots=True)
class PostgresPlaces:
    """Reads organisations and premises for the stream; `engine` is one for reading."""

    engine: Engine

    def find(
        self, organisation_ids: Collection[str]
    ) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        """Return all that is known of these organisations.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            known = PostgresWhereabouts(connection)
            return known.organisations(organisation_ids), known.premises_of(organisation_ids)

    def changed(self, within: timedelta) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        """Return what changed lately.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            return PostgresWhereabouts(connection).changed(within)


def _texts(ids: Collection[str]) -> ColumnElement[Any]:
    """Return ids as one value, whose length changes no statement."""
    return cast(literal(list(ids), ARRAY(Text)), ARRAY(Text))


def _organisation(row: Row[Any]) -> Organisation:
    return Organisation(
        organisation_id=row.organisation_id,
        version=row.version,
        active=row.active,
        sectors=frozenset(row.sectors),
    )


def _premises(row: Row[Any]) -> Premises:
    return Premises(
        premises_id=row.premises_id,
        organisation_id=row.organisation_id,
        version=row.version,
        active=row.active,
        place=Place(
            regions=frozenset(row.regions),
            premises_type=row.type,
            point=None if row.latitude is None else (row.latitude, row.longitude),
        ),
    )
