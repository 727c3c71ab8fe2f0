"""Seats as identity tells of them: who stands for a region, or for a sector in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.principals import Principal

COORDINATOR: Final = "regional-coordinator"
LEAD: Final = "sector-lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Somebody in a seat; from `until` on they are not, whether we were told or not."""

    subject: str
    until: datetime | None = None

    def sits(self, at: datetime) -> bool:
        """Tell whether they sit there at a moment."""
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat. `role` is that of who sits there; `sector` is empty for a coordinator's."""

    seat_id: UUID
    version: int
    active: bool
    role: str = ""
    region: str = ""
    sector: str = ""
    district: str = ""
    holder: Sitter | None = None
    deputy: Sitter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Who stands for a place now, and may know of an alert: holders, and who stands in.

    A place may have several seats: all their holders are its leads (docs/adr/0106).
    """

    holders: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self.holders) | frozenset(self.deputies)


VACANT: Final = Sitting()


def sitting(
    seats: Iterable[Seat],
    people: Mapping[str, Principal],
    may_know: Callable[[Principal], bool],
    *,
    region: str,
    sector: str,
    at: datetime,
) -> Sitting:
    """Return who stands for a place.

    `people` are those whose accounts may be used. Who may not know of the alert stands for nobody
    in it: their seat is as good as vacant.
    """
    there = [
        each for each in seats if each.active and (each.region, each.sector) == (region, sector)
    ]

    def able(sitters: Iterable[Sitter | None]) -> tuple[str, ...]:
        return tuple(
            sorted(
                {
                    each.subject
                    for each in sitters
                    if each is not None
                    and each.sits(at)
                    and each.subject in people
                    and may_know(people[each.subject])
                }
            )
        )

    return Sitting(
        holders=able(each.holder for each in there), deputies=able(each.deputy for each in there)
    )
