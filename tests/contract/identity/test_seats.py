"""SeatsService: who sits where, and who says so, through the front."""

import pytest

from isp.identity.v1 import seats_pb2 as pb
from isp.identity.v1.seats_pb2_grpc import SeatsServiceStub
from kernel.tiers import Tier
from services.identity.domain.seat import MOST_OF_PLACE
from tests.contract.identity.office import key
from tests.fakes.identity import MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal

LEAD = {"role": pb.SEAT_ROLE_SECTOR_LEAD, "region": "LON", "sector": "retail"}


@pytest.fixture
def hub(server: Served) -> Caller:
    return server.caller("hub-officer")


@pytest.fixture
def seat(seats: SeatsServiceStub, hub: Caller) -> pb.Seat:
    made = pb.CreateSeatRequest(**LEAD, idempotency_key=key())
    return seats.CreateSeat(made, metadata=hub.metadata).seat


def test_a_seat_is_made_filled_listed_vacated_and_closed(
    seats: SeatsServiceStub, hub: Caller, seat: pb.Seat, stores: MemoryIdentityStores
) -> None:
    person = subscriber("lead", tier=Tier.VERIFIED, profile=profile(email="lead@retail.example"))
    stores.subscribers.add(person)
    said = {"seat_id": seat.seat_id, "position": pb.SEAT_POSITION_DEPUTY}
    filled = seats.AppointToSeat(
        pb.AppointToSeatRequest(expected_version=1, email="LEAD@retail.example", **said),
        metadata=hub.metadata,
    ).seat
    assert ("lead", "", 2) == (filled.deputy.subject, filled.deputy.email, filled.version)
    listed = seats.ListSeats(pb.ListSeatsRequest(region="LON"), metadata=hub.metadata).seats
    assert [("", "lead", "")] == [
        (e.deputy.email, e.deputy.subject, e.holder.subject) for e in listed
    ]
    assert listed[0].deputy.name
    one = seats.GetSeat(pb.GetSeatRequest(seat_id=seat.seat_id), metadata=hub.metadata).seat
    assert "lead@retail.example" == one.deputy.email
    one.deputy.email = ""
    assert listed[0] == one, "the list says all but the address"
    left = seats.VacateSeat(
        pb.VacateSeatRequest(expected_version=2, **said), metadata=hub.metadata
    ).seat
    assert not left.HasField("deputy")
    seats.CloseSeat(
        pb.CloseSeatRequest(seat_id=seat.seat_id, expected_version=3), metadata=hub.metadata
    )
    assert [] == list(seats.ListSeats(pb.ListSeatsRequest(), metadata=hub.metadata).seats)


def test_an_associate_is_listed_and_the_list_is_narrowed(
    seats: SeatsServiceStub, hub: Caller, seat: pb.Seat, stores: MemoryIdentityStores
) -> None:
    person = subscriber("helper", tier=Tier.VERIFIED, profile=profile(email="one@retail.example"))
    stores.subscribers.add(person)
    filled = seats.AppointToSeat(
        pb.AppointToSeatRequest(
            seat_id=seat.seat_id,
            expected_version=1,
            position=pb.SEAT_POSITION_ASSOCIATE,
            email="one@retail.example",
        ),
        metadata=hub.metadata,
    ).seat
    assert "helper" == filled.associate.subject
    assert not stores.subscribers.get("helper").roles, "who helps acts in nothing"
    vacant = pb.ListSeatsRequest(region="LON", sector="retail", vacant=True)
    assert ["helper"] == [
        each.associate.subject for each in seats.ListSeats(vacant, metadata=hub.metadata).seats
    ]
    ending = pb.ListSeatsRequest(ending_within_days=30)
    assert [] == list(seats.ListSeats(ending, metadata=hub.metadata).seats)


def test_only_who_appoints_may_and_only_with_a_fresh_second_factor(
    server: Served, seats: SeatsServiceStub
) -> None:
    message = pb.CreateSeatRequest(**LEAD, idempotency_key=key())
    for who, reason in (
        (server.caller("sector-lead"), "NOT_PERMITTED"),
        (server.caller("hub-officer", aal2=False), "STEP_UP_REQUIRED"),
    ):
        with refusal() as said:
            seats.CreateSeat(message, metadata=who.metadata)
        assert reason == said.status_and_reason[1]


def test_what_is_wrong_is_named(seats: SeatsServiceStub, hub: Caller, seat: pb.Seat) -> None:
    with refusal() as said:
        seats.CreateSeat(
            pb.CreateSeatRequest(region="MARS", sector="retail", idempotency_key=key()),
            metadata=hub.metadata,
        )
    assert ["role", "region", "sector"] == [e.field for e in said.said.violations]
    with refusal() as said:
        seats.AppointToSeat(
            pb.AppointToSeatRequest(seat_id=seat.seat_id, expected_version=1, email="nobody"),
            metadata=hub.metadata,
        )
    assert ["position", "email"] == [e.field for e in said.said.violations]
    with refusal() as said:
        seats.ListSeats(
            pb.ListSeatsRequest(role=9, sector="moon", ending_within_days=367),  # type: ignore[arg-type]
            metadata=hub.metadata,
        )
    assert ["role", "sector", "ending_within_days"] == [e.field for e in said.said.violations]


def test_a_place_has_twenty_seats_and_no_more(seats: SeatsServiceStub, hub: Caller) -> None:
    for _ in range(MOST_OF_PLACE):
        seats.CreateSeat(pb.CreateSeatRequest(**LEAD, idempotency_key=key()), metadata=hub.metadata)
    with refusal() as said:
        seats.CreateSeat(pb.CreateSeatRequest(**LEAD, idempotency_key=key()), metadata=hub.metadata)
    assert ("ABORTED", "SEAT_THERE") == said.status_and_reason


def test_one_sees_ones_own_seats(server: Served, seats: SeatsServiceStub) -> None:
    mine = seats.ListMySeats(pb.ListMySeatsRequest(), metadata=server.caller().metadata)
    assert [] == list(mine.seats)


def test_a_seat_of_others_is_not_found(
    server: Served, seats: SeatsServiceStub, seat: pb.Seat
) -> None:
    """A coordinator of no region appoints to nothing, and learns of nothing."""
    elsewhere = server.caller("regional-coordinator")
    with refusal() as said:
        seats.GetSeat(pb.GetSeatRequest(seat_id=seat.seat_id), metadata=elsewhere.metadata)
    assert ("NOT_FOUND", "SEAT_NOT_FOUND") == said.status_and_reason
