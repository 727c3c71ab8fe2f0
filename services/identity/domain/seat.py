"""A seat: a role in a place, who holds it, stands in or helps, since when. It may be vacant."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from importlib.resources import files
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.errors import (
    PositionVacant,
    SeatClosed,
    SeatNotYours,
    SeatOccupied,
    SeatTwice,
    SelfAppointment,
    UnfitForSeat,
)
from services.identity.domain.subscriber import Subscriber

LONGEST_DISTRICT: Final = 80
_BOUNDS: Final = json.loads(
    files("services.identity.domain").joinpath("data/seat_bounds.json").read_text("utf-8")
)
MOST_OF_PLACE: Final[int] = _BOUNDS["most_of_place"]
"""So many open seats may one place have: a role in a region, sector and district."""


class SeatRole(Enum):
    """What is done in a seat; the value is the role of the person in it."""

    REGIONAL_COORDINATOR = "regional-coordinator"
    SECTOR_LEAD = "sector-lead"


class Position(Enum):
    """How somebody sits in it: as its holder, as the one who stands in, or as who helps them.

    An associate sees what the other two see of their place, and acts in nothing.
    """

    HOLDER = "HOLDER"
    DEPUTY = "DEPUTY"
    ASSOCIATE = "ASSOCIATE"


HUB: Final = "hub-officer"
"""Whoever has this role appoints to every seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlace:
    """Where a seat is: a region has coordinators, a sector in a region has leads.

    `district` is a county or a business improvement district, where there is a seat for each.
    """

    role: SeatRole
    region: str
    sector: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """That somebody sits there. `until` is when it ends by itself, if it does."""

    subject: str
    since: datetime
    until: datetime | None
    appointed_by: str

    def over(self, at: datetime) -> bool:
        """Tell whether it has ended by itself."""
        return self.until is not None and self.until <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A role in a place. Every change has the next `version`; a closed one is vacant for good."""

    seat_id: UUID
    place: SeatPlace
    created_at: datetime
    version: int = 1
    holder: Tenure | None = None
    deputy: Tenure | None = None
    associate: Tenure | None = None
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether anybody may sit there."""
        return self.closed_at is None

    def tenure(self, position: Position) -> Tenure | None:
        """Return who sits there in a position."""
        return {
            Position.HOLDER: self.holder,
            Position.DEPUTY: self.deputy,
            Position.ASSOCIATE: self.associate,
        }[position]

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Who sits there: the holder first, the associate last."""
        return tuple(each for each in map(self.tenure, Position) if each)

    @property
    def people(self) -> frozenset[str]:
        """Everyone who sits there."""
        return frozenset(each.subject for each in self.tenures)

    @property
    def acting(self) -> frozenset[str]:
        """Who acts in it: its holder and who stands in. They have its role."""
        return frozenset(each.subject for each in (self.holder, self.deputy) if each)

    def appointed(
        self,
        position: Position,
        person: Subscriber,
        *,
        by: Principal,
        at: datetime,
        until: datetime | None,
    ) -> "Seat":
        """Put somebody into it.

        Raises:
            SeatNotYours: `by` does not appoint to this seat.
            SeatClosed: it is closed.
            SelfAppointment: `by` is the person.
            UnfitForSeat: the account is not in use, or its tier is below VERIFIED.
            SeatOccupied: somebody sits there in that position.
            SeatTwice: the person sits there in another one.
        """
        self.see_that_it_is_of(by)
        if not self.open:
            raise SeatClosed("The seat is closed.")
        if person.subject == by.person:
            raise SelfAppointment("Somebody else must appoint you.")
        if person.standing is not Standing.ACTIVE or person.tier < Tier.VERIFIED:
            raise UnfitForSeat("Only somebody with a verified account may hold a seat.")
        if self.tenure(position) is not None:
            raise SeatOccupied("Somebody sits there: relieve them first.")
        if person.subject in self.people:
            raise SeatTwice("They sit there in another position already.")
        made = Tenure(subject=person.subject, since=at, until=until, appointed_by=by.person)
        return self._with(position, made)

    def vacated(self, position: Position) -> "Seat":
        """Let nobody sit there in a position any more.

        Raises:
            PositionVacant: nobody does.
        """
        if self.tenure(position) is None:
            raise PositionVacant("Nobody sits there.")
        return self._with(position, None)

    def without(self, subject: str) -> "Seat":
        """Return it without a person, or as it is if they do not sit there."""
        seat = self
        for position in Position:
            tenure = seat.tenure(position)
            if tenure is not None and tenure.subject == subject:
                seat = replace(seat._with(position, None), version=self.version + 1)
        return seat

    def lapsed(self, at: datetime) -> "Seat":
        """Return it without those whose time is over, or as it is if there are none."""
        over = [each.subject for each in self.tenures if each.over(at)]
        seat = self
        for subject in over:
            seat = seat.without(subject)
        return replace(seat, version=self.version + 1) if over else self

    def closed(self, *, by: Principal, at: datetime) -> "Seat":
        """Take it away, vacant as it then is.

        Raises:
            SeatNotYours: `by` does not appoint to this seat.
            SeatClosed: it is closed already.
        """
        self.see_that_it_is_of(by)
        if not self.open:
            raise SeatClosed("The seat is closed.")
        vacant = replace(self, holder=None, deputy=None, associate=None)
        return replace(vacant, closed_at=at, version=self.version + 1)

    def see_that_it_is_of(self, by: Principal) -> None:
        """See that somebody may appoint to it: see `may_appoint`.

        Raises:
            SeatNotYours: they may not.
        """
        if not may_appoint(by, self.place):
            raise SeatNotYours("This seat is appointed to by somebody else.")

    def _with(self, position: Position, tenure: Tenure | None) -> "Seat":
        later = replace(self, version=self.version + 1)
        match position:
            case Position.HOLDER:
                return replace(later, holder=tenure)
            case Position.DEPUTY:
                return replace(later, deputy=tenure)
            case Position.ASSOCIATE:
                return replace(later, associate=tenure)


def may_appoint(by: Principal, place: SeatPlace) -> bool:
    """Tell who appoints: the hub to every seat, a region's coordinators to its sector leads'."""
    if HUB in by.roles:
        return True
    coordinates = SeatRole.REGIONAL_COORDINATOR.value in by.roles and place.region in by.regions
    return coordinates and place.role is SeatRole.SECTOR_LEAD


def roles_by_seats(subject: str, seats: Iterable[Seat]) -> frozenset[str]:
    """Return the roles that somebody has by the seats that they act in; an associate has none."""
    return frozenset(each.place.role.value for each in seats if subject in each.acting)


def acts_somewhere(subject: str, seats: Iterable[Seat]) -> bool:
    """Tell whether somebody holds one of some seats, or stands in: not only helps."""
    return any(subject in each.acting for each in seats)


SEAT_ROLES: Final = frozenset(each.value for each in SeatRole)
"""The roles that come and go with seats."""
