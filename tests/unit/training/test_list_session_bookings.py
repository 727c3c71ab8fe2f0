"""Reading who booked."""

from uuid import uuid4

import pytest

from services.training.domain.led_errors import SessionNotFound
from services.training.usecases.list_session_bookings import ListSessionBookings
from tests.fakes.training import CATALOGUE, LEARNER, OTHER, TRAINER
from tests.unit.training.led_room import a_session, booked


def test_they_come_in_their_turn_and_that_they_were_read_is_on_record(
    unit_of_work, stores, clock
) -> None:
    session = a_session(stores, places=1)
    for who in (OTHER, LEARNER):
        booked(unit_of_work, clock, who, session)
    read = ListSessionBookings(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    seen, there = read(TRAINER, session_id=session)
    assert (["other", "learner"], 1) == ([each.subject for each in there], seen.waiting)
    assert ("training:read-bookings", str(session)) == stores.audit.rows[-1][1:3]
    with pytest.raises(SessionNotFound):
        read(TRAINER, session_id=uuid4())
