"""Who stands for what, as identity tells of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from isp.identity.v1 import identity_events_pb2, seats_pb2
from services.alerts.domain.seat import LEAD, Seat, Sitter
from services.alerts.inbound.events import seat_from
from services.alerts.usecases.keep_seat import KeepSeat
from tests.fakes.cascades import a_seat

END = datetime(2027, 1, 1, tzinfo=UTC)


def test_the_newer_word_wins(unit_of_work, stores) -> None:
    keep, told = KeepSeat(unit_of_work=unit_of_work), a_seat(holder="lead", version=2)
    assert keep(told)
    assert not keep(replace(told, holder=None, version=1))
    assert not keep(told)
    assert [told] == stores.seats.of("lead")


def test_a_seat_is_read_from_its_event() -> None:
    message = identity_events_pb2.SeatChanged(
        seat_id="20000000-0000-4000-8000-000000000001",
        version=3,
        active=True,
        role=seats_pb2.SEAT_ROLE_SECTOR_LEAD,
        region="LON",
        sector="retail",
    )
    message.deputy.subject = "deputy"
    message.deputy.until.FromDatetime(END)
    seat = seat_from(message)
    assert isinstance(seat, Seat)
    assert (LEAD, None, Sitter(subject="deputy", until=END)) == (
        seat.role,
        seat.holder,
        seat.deputy,
    )
    message.role = seats_pb2.SEAT_ROLE_UNSPECIFIED
    with pytest.raises(ValueError, match="role"):
        seat_from(message)
