"""Who appoints, and whom, in tests of seats."""

from dataclasses import replace
from uuid import uuid4

from kernel.tiers import Tier
from services.identity.domain.seat import Seat, SeatPlace, SeatRole, Tenure
from tests.fakes.identity import NOON, caller, profile, subscriber

HUB = replace(caller("hub"), roles=frozenset({"hub-officer"}))
LONDON = replace(
    caller("london"), roles=frozenset({"regional-coordinator"}), regions=frozenset({"LON"})
)
ELSEWHERE = replace(LONDON, subject="elsewhere", regions=frozenset({"NW"}))


def verified(subject, **given):
    """Somebody who may hold a seat; their address is named after them."""
    said = {"tier": Tier.VERIFIED, "profile": profile(email=f"{subject}@retail.example")}
    return subscriber(subject, **said | given)


def a_seat_with(stores, subject):
    """Put somebody who is there into a new seat, with its role, and return the seat."""
    place = SeatPlace(role=SeatRole.SECTOR_LEAD, region="LON", sector="retail")
    sits = Tenure(subject=subject, since=NOON, until=None, appointed_by="hub")
    stores.seats.add(seat := Seat(seat_id=uuid4(), place=place, created_at=NOON, holder=sits))
    person = stores.subscribers.get(subject)
    stores.subscribers.add(replace(person, roles=frozenset({"sector-lead"})))
    return seat
