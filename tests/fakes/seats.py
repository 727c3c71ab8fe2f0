"""Seats in memory, and as tests make them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import SeatNotFound, SeatThere
from services.identity.domain.seat import MOST_OF_PLACE, Seat, SeatPlace, SeatRole, Tenure
from services.identity.usecases.seat_ports import ANY, Wanted

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEAD = SeatPlace(role=SeatRole.SECTOR_LEAD, region="LON", sector="retail")
COORDINATOR = SeatPlace(role=SeatRole.REGIONAL_COORDINATOR, region="LON")


@dataclass
class MemorySeats:
    """Seats in a dictionary."""

    kept: dict[UUID, Seat] = field(default_factory=dict)

    def add(self, seat: Seat) -> None:
        there = sum(each.open and each.place == seat.place for each in self.kept.values())
        if seat.open and there >= MOST_OF_PLACE:
            raise SeatThere(f"There are {MOST_OF_PLACE} seats for that already.")
        self.kept[seat.seat_id] = seat

    def find(self, seat_id: UUID) -> Seat | None:
        return self.kept.get(seat_id)

    def get(self, seat_id: UUID, *, lock: bool = False) -> Seat:
        found = self.kept.get(seat_id)
        if found is None or not found.open:
            raise SeatNotFound("There is no such seat.")
        return found

    def save(self, seat: Seat) -> None:
        if self.kept[seat.seat_id].version != seat.version - 1:
            raise StaleVersion("The seat changed meanwhile: read it again.")
        self.kept[seat.seat_id] = seat

    def page_of(
        self,
        regions: Collection[str] | None,
        *,
        role: SeatRole | None = None,
        wanted: Wanted = ANY,
        after: Place | None,
        size: int,
    ) -> Sequence[Seat]:
        found = [
            each
            for each in self.kept.values()
            if each.open
            and (regions is None or each.place.region in regions)
            and role in {None, each.place.role}
            and wanted.fits(each)
            and (after is None or (each.created_at, each.seat_id) > (after.at, after.item_id))
        ]
        return sorted(found, key=lambda each: (each.created_at, each.seat_id))[:size]

    def of(self, subject: str, *, lock: bool = False) -> Sequence[Seat]:
        found = [each for each in self.kept.values() if subject in each.people]
        return sorted(found, key=lambda each: each.seat_id)

    def hold(self, subject: str) -> frozenset[UUID]:
        return frozenset(
            each.seat_id
            for each in self.kept.values()
            if subject in each.people
            or any(tenure.appointed_by == subject for tenure in each.tenures)
        )

    def lapsing(self, at: datetime, *, most: int) -> Sequence[Seat]:
        return [seat for seat in self.kept.values() if any(each.over(at) for each in seat.tenures)][
            :most
        ]

    def page(self, *, after: UUID | None, size: int) -> Sequence[Seat]:
        ids = sorted(each for each in self.kept if after is None or each > after)
        return [self.kept[each] for each in ids[:size]]


def a_seat(place: SeatPlace = LEAD, **given: Any) -> Seat:
    """A vacant seat that was just made, unless said otherwise."""
    return replace(Seat(seat_id=uuid4(), place=place, created_at=NOON), **given)


def sitting(subject: str, until: datetime | None = None) -> Tenure:
    """That somebody sits somewhere."""
    return Tenure(subject=subject, since=NOON, until=until, appointed_by="hub")
