"""Calling a session off."""

from uuid import uuid4

import pytest

from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.led_errors import SessionCancelled, SessionNotFound
from services.training.usecases.cancel_booking import CancelBooking
from services.training.usecases.cancel_session import CancelSession
from tests.fakes.training import CATALOGUE, LEARNER, NOON, OTHER, RETAILER, TRAINER
from tests.unit.training.led_room import a_session, booked


def test_all_who_are_booked_or_wait_are_told_once(unit_of_work, stores, clock) -> None:
    session = a_session(stores, places=1)
    for who in (LEARNER, OTHER, RETAILER):
        booked(unit_of_work, clock, who, session)
    CancelBooking(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)(
        RETAILER, session_id=session
    )
    cancel = CancelSession(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
    gone = cancel(TRAINER, session_id=session, why="The hall is closed.").session
    assert (NOON, "The hall is closed.") == (gone.cancelled_at, gone.cancellation_reason)
    mails = (each for each in stores.outbox.events if isinstance(each, LearnerMailDue))
    told = [each for each in mails if each.mail is not LearnerMail.NO_MORE]
    assert [
        ("learner", LearnerMail.SESSION_CANCELLED),
        ("other", LearnerMail.SESSION_CANCELLED),
    ] == [(each.subject, each.mail) for each in told]
    assert "training:cancel-session" == stores.audit.rows[-1][1]
    with pytest.raises(SessionCancelled):
        cancel(TRAINER, session_id=session, why="Again.")
    with pytest.raises(SessionNotFound):
        cancel(TRAINER, session_id=uuid4(), why="None.")
