"""Our copy of identity's seats, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from services.alerts.domain.seat import Seat, Sitter
from services.alerts.outbound.postgres.cascade_tables import SEATS

_C = SEATS.c


@dataclass(frozen=True, slots=True)
class PostgresSeats:
    """The seats on one transaction."""

    connection: Connection

    def keep(self, seat: Seat) -> bool:
        """Insert or replace unless a newer version is there."""
        values = _row(seat)
        statement = insert(SEATS).values(values)
        kept = self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_C.seat_id],
                set_={name: statement.excluded[name] for name in values},
                where=_C.version < statement.excluded.version,
            ).returning(_C.seat_id)
        ).first()
        return kept is not None

    def of_regions(self, regions: Collection[str]) -> Sequence[Seat]:
        """Return the seats of some regions."""
        query = select(SEATS).where(_C.active, _C.region.in_(sorted(regions))).order_by(_C.seat_id)
        return [_seat(row) for row in self.connection.execute(query)]

    def of_the_region(self, region: str) -> Sequence[Seat]:
        """Return those of the region itself: few, however many seats its sectors have."""
        itself = and_(_C.region == region, _C.sector == "", _C.district == "")
        query = select(SEATS).where(_C.active, itself).order_by(_C.seat_id)
        return [_seat(row) for row in self.connection.execute(query)]

    def of(self, subject: str) -> Sequence[Seat]:
        """Return those in which somebody sits."""
        mine = or_(_C.holder == subject, _C.deputy == subject)
        query = select(SEATS).where(_C.active, mine).order_by(_C.seat_id)
        return [_seat(row) for row in self.connection.execute(query)]

    def forget(self, subject: str) -> int:
        """Let somebody sit nowhere."""
        return sum(
            self.connection.execute(
                update(SEATS).where(_C[name] == subject).values({name: None, f"{name}_until": None})
            ).rowcount
            for name in ("holder", "deputy")
        )


def _row(seat: Seat) -> dict[str, Any]:
    return {
        "seat_id": seat.seat_id,
        "version": seat.version,
        "active": seat.active,
        "role": seat.role,
        "region": seat.region,
        "sector": seat.sector,
        "district": seat.district,
        "holder": seat.holder.subject if seat.holder else None,
        "holder_until": seat.holder.until if seat.holder else None,
        "deputy": seat.deputy.subject if seat.deputy else None,
        "deputy_until": seat.deputy.until if seat.deputy else None,
    }


def _seat(row: Row[Any]) -> Seat:
    return Seat(
        seat_id=row.seat_id,
        version=row.version,
        active=row.active,
        role=row.role,
        region=row.region,
        sector=row.sector,
        district=row.district,
        holder=_sitter(row.holder, row.holder_until),
        deputy=_sitter(row.deputy, row.deputy_until),
    )


def _sitter(subject: str | None, until: datetime | None) -> Sitter | None:
    return None if subject is None else Sitter(subject=subject, until=until)
