"""Seats in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, tuple_, update

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import SeatNotFound, SeatThere
from services.identity.domain.seat import (
    MOST_OF_PLACE,
    Position,
    Seat,
    SeatPlace,
    SeatRole,
    Tenure,
)
from services.identity.outbound.postgres.tables import SEATS
from services.identity.usecases.seat_ports import ANY, Wanted

_C = SEATS.c
_POSITIONS: Final = tuple(each.name.lower() for each in Position)


@dataclass(frozen=True, slots=True)
class PostgresSeats:
    """The seats on one transaction. Of closed ones the place and the version stay."""

    connection: Connection

    def add(self, seat: Seat) -> None:
        """Insert a new one.

        Raises:
            SeatThere: its place has as many open ones as it may.
        """
        place = seat.place
        # Who adds to a place at the same time waits, so that the bound holds.
        key = f"seats:{place.role.name}:{place.region}:{place.sector}:{place.district}"
        self.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
        there = select(func.count()).where(
            _C.closed_at.is_(None),
            _C.role == place.role.name,
            _C.region == place.region,
            _C.sector == place.sector,
            _C.district == place.district,
        )
        if seat.open and (self.connection.scalar(there) or 0) >= MOST_OF_PLACE:
            raise SeatThere(f"There are {MOST_OF_PLACE} seats for that already.")
        self.connection.execute(insert(SEATS).values(_row(seat)))

    def find(self, seat_id: UUID) -> Seat | None:
        """Return one, open or closed, or None."""
        row = self.connection.execute(select(SEATS).where(_C.seat_id == seat_id)).one_or_none()
        return None if row is None else _seat(row)

    def get(self, seat_id: UUID, *, lock: bool = False) -> Seat:
        """Return an open one, its row locked until the transaction ends if asked.

        Raises:
            SeatNotFound: there is none.
        """
        query = select(SEATS).where(_C.seat_id == seat_id, _C.closed_at.is_(None))
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise SeatNotFound("There is no such seat.")
        return _seat(row)

    def save(self, seat: Seat) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(SEATS)
            .where(_C.seat_id == seat.seat_id, _C.version == seat.version - 1)
            .values(_row(seat))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The seat changed meanwhile: read it again.")

    def page_of(
        self,
        regions: Collection[str] | None,
        *,
        role: SeatRole | None = None,
        wanted: Wanted = ANY,
        after: Place | None,
        size: int,
    ) -> Sequence[Seat]:
        """Return open ones, of some regions or of all, of a role or of each, oldest first."""
        query = _wanted(select(SEATS).where(_C.closed_at.is_(None)), wanted)
        if regions is not None:
            query = query.where(_C.region.in_(sorted(regions)))
        if role is not None:
            query = query.where(_C.role == role.name)
        if after is not None:
            query = query.where(tuple_(_C.created_at, _C.seat_id) > (after.at, after.item_id))
        query = query.order_by(_C.created_at, _C.seat_id).limit(size)
        return [_seat(row) for row in self.connection.execute(query)]

    def of(self, subject: str, *, lock: bool = False) -> Sequence[Seat]:
        """Return all those in which somebody sits: who goes leaves each of them."""
        query = (
            select(SEATS)
            .where(or_(*(_C[name] == subject for name in _POSITIONS)))
            .order_by(_C.seat_id)
        )
        rows = self.connection.execute(query.with_for_update() if lock else query)
        return [_seat(row) for row in rows]

    def hold(self, subject: str) -> frozenset[UUID]:
        """Lock those in which somebody sits or to which they appointed; return their ids."""
        theirs = (*(_C[name] for name in _POSITIONS), *(_C[f"{name}_by"] for name in _POSITIONS))
        query = select(_C.seat_id).where(or_(*(each == subject for each in theirs)))
        in_order = query.order_by(_C.seat_id).with_for_update()
        return frozenset(self.connection.scalars(in_order))

    def lapsing(self, at: datetime, *, most: int) -> Sequence[Seat]:
        """Return some where a term is over, locked; those that others hold are left to them."""
        query = (
            select(SEATS)
            .where(or_(*(_C[f"{name}_until"] <= at for name in _POSITIONS)))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [_seat(row) for row in self.connection.execute(query)]

    def page(self, *, after: UUID | None, size: int) -> Sequence[Seat]:
        """Return every one, closed ones too, in the order of their ids, locked."""
        query = select(SEATS).order_by(_C.seat_id).limit(size)
        if after is not None:
            query = query.where(_C.seat_id > after)
        return [_seat(row) for row in self.connection.execute(query.with_for_update())]


def _wanted(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.role is not None:
        query = query.where(_C.role == wanted.role.name)
    if wanted.sector:
        query = query.where(_C.sector == wanted.sector)
    if wanted.vacant:
        query = query.where(_C.holder.is_(None))
    if wanted.ending_by is not None:
        by = wanted.ending_by
        query = query.where(or_(*(_C[f"{name}_until"] <= by for name in _POSITIONS)))
    return query


def _row(seat: Seat) -> dict[str, Any]:
    return {
        "seat_id": seat.seat_id,
        "role": seat.place.role.name,
        "region": seat.place.region,
        "sector": seat.place.sector,
        "district": seat.place.district,
        "version": seat.version,
        "created_at": seat.created_at,
        "closed_at": seat.closed_at,
        **_tenure_row("holder", seat.holder),
        **_tenure_row("deputy", seat.deputy),
        **_tenure_row("associate", seat.associate),
    }


def _tenure_row(name: str, tenure: Tenure | None) -> dict[str, Any]:
    return {
        name: tenure.subject if tenure else None,
        f"{name}_since": tenure.since if tenure else None,
        f"{name}_until": tenure.until if tenure else None,
        f"{name}_by": tenure.appointed_by if tenure else None,
    }


def _seat(row: Row[Any]) -> Seat:
    said = row._mapping  # noqa: SLF001 - SQLAlchemy's own
    return Seat(
        seat_id=row.seat_id,
        place=SeatPlace(
            role=SeatRole[row.role], region=row.region, sector=row.sector, district=row.district
        ),
        created_at=row.created_at,
        version=row.version,
        holder=_tenure(said, "holder"),
        deputy=_tenure(said, "deputy"),
        associate=_tenure(said, "associate"),
        closed_at=row.closed_at,
    )


def _tenure(said: Any, name: str) -> Tenure | None:
    if said[name] is None:
        return None
    return Tenure(
        subject=said[name],
        since=said[f"{name}_since"],
        until=said[f"{name}_until"],
        appointed_by=said[f"{name}_by"],
    )
