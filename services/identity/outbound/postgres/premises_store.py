"""Premises in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, insert, select, tuple_, update

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import PremisesNotFound
from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode
from services.identity.domain.premises import Premises, PremisesDetails, Whereabouts
from services.identity.outbound.postgres.tables import PREMISES

_C = PREMISES.c


@dataclass(frozen=True, slots=True)
class PostgresPremises:
    """The premises on one transaction. Of removed ones the id and the version stay."""

    connection: Connection

    def add(self, premises: Premises) -> None:
        """Insert new ones."""
        self.connection.execute(insert(PREMISES).values(_row(premises)))

    def get(self, premises_id: UUID, *, lock: bool = False) -> Premises:
        """Return premises that are there, their row locked until the transaction ends if asked.

        Raises:
            PremisesNotFound: there are none, or they were removed.
        """
        query = select(PREMISES).where(_C.premises_id == premises_id, _C.removed_at.is_(None))
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise PremisesNotFound("There are no such premises.")
        return _premises(row)

    def save(self, premises: Premises) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(PREMISES)
            .where(_C.premises_id == premises.premises_id, _C.version == premises.version - 1)
            .values(_row(premises))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The premises changed meanwhile: read them again.")

    def count(self, organisation_id: UUID) -> int:
        """Count those of an organisation."""
        query = select(func.count()).where(
            _C.organisation_id == organisation_id, _C.removed_at.is_(None)
        )
        return int(self.connection.scalar(query) or 0)

    def page_of(
        self, organisation_id: UUID, *, after: Place | None, size: int
    ) -> Sequence[Premises]:
        """Return those of an organisation, oldest first."""
        query = _of(organisation_id).limit(size)
        if after is not None:
            query = query.where(tuple_(_C.added_at, _C.premises_id) > (after.at, after.item_id))
        return [_premises(row) for row in self.connection.execute(query)]

    def all_of(self, organisation_id: UUID) -> Sequence[Premises]:
        """Return all of an organisation, locked."""
        query = _of(organisation_id).with_for_update()
        return [_premises(row) for row in self.connection.execute(query)]

    def page(self, *, after: UUID | None, size: int) -> Sequence[Premises]:
        """Return everyone's in the order of their ids, locked."""
        query = select(PREMISES).order_by(_C.premises_id).limit(size)
        if after is not None:
            query = query.where(_C.premises_id > after)
        return [_premises(row) for row in self.connection.execute(query.with_for_update())]


def _of(organisation_id: UUID) -> Select[Any]:
    return (
        select(PREMISES)
        .where(_C.organisation_id == organisation_id, _C.removed_at.is_(None))
        .order_by(_C.added_at, _C.premises_id)
    )


def _row(premises: Premises) -> dict[str, Any]:
    said, place = premises.details, premises.whereabouts
    given = said.location if said else None
    return {
        "premises_id": premises.premises_id,
        "organisation_id": premises.organisation_id,
        "name": said.name if said else None,
        "address": list(said.address) if said else None,
        "postcode": said.postcode.text if said else None,
        "type": said.type if said else None,
        "capacity": said.capacity if said else None,
        "given_latitude": given.latitude if given else None,
        "given_longitude": given.longitude if given else None,
        "regions": list(place.regions),
        "latitude": place.location.latitude if place.location else None,
        "longitude": place.location.longitude if place.location else None,
        "version": premises.version,
        "added_at": premises.added_at,
        "removed_at": premises.removed_at,
    }


def _premises(row: Row[Any]) -> Premises:
    return Premises(
        premises_id=row.premises_id,
        organisation_id=row.organisation_id,
        details=_details(row) if row.removed_at is None else None,
        whereabouts=Whereabouts(
            regions=tuple(row.regions), location=_point(row.latitude, row.longitude)
        ),
        version=row.version,
        added_at=row.added_at,
        removed_at=row.removed_at,
    )


def _details(row: Row[Any]) -> PremisesDetails:
    return PremisesDetails(
        name=row.name,
        address=tuple(row.address),
        postcode=Postcode(row.postcode),
        type=row.type,
        capacity=row.capacity,
        location=_point(row.given_latitude, row.given_longitude),
    )


def _point(latitude: float | None, longitude: float | None) -> Location | None:
    if latitude is None or longitude is None:
        return None
    return Location(latitude=latitude, longitude=longitude)
