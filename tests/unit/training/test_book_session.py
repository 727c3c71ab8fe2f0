"""Booking a place."""

from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.training.domain.course import Catalogue
from services.training.domain.errors import PrerequisitesMissing
from services.training.domain.led_errors import AlreadyBooked, BookingClosed, SessionNotFound
from services.training.domain.led_session import BookingStatus
from services.training.usecases.book_session import BookSession
from tests.fakes.led_sessions import CLOSES
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    CATALOGUE,
    COURSE_ID,
    FIRST_ID,
    LEARNER,
    OTHER,
    RETAILER,
    completed,
    course,
    key,
)
from tests.ports.assessment_stores import withdrawal
from tests.unit.training.led_room import a_session


@pytest.fixture
def book(unit_of_work, clock) -> BookSession:
    return BookSession(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, ids=FreshIds())


def test_a_learner_takes_a_place_and_the_next_one_waits(book, stores) -> None:
    session = a_session(stores, places=1)
    mine = book(LEARNER, session_id=session, name=" Siân Family ", key=key())
    theirs = book(OTHER, session_id=session, name="Other", key=key())
    assert mine.mine is not None
    assert (BookingStatus.BOOKED, "Siân Family", 0) == (
        mine.mine.status,
        mine.mine.name,
        mine.line,
    )
    assert theirs.mine is not None
    assert (BookingStatus.WAITING, 1, 1, 0) == (
        theirs.mine.status,
        theirs.line,
        theirs.waiting,
        theirs.free,
    )
    assert ["training.session-booked", "training.session-waiting"] == [
        each.metric for each in stores.outbox.events
    ]


def test_the_same_key_books_once(book, stores) -> None:
    session = a_session(stores)
    first = book(LEARNER, session_id=session, name="A", key=key())
    assert first == book(LEARNER, session_id=session, name="A", key=key())
    assert 1 == len(stores.led_bookings.kept)
    with pytest.raises(IdempotencyKeyReused):
        book(LEARNER, session_id=session, name="B", key=key(body=b"2" * 32))
    with pytest.raises(AlreadyBooked):
        book(LEARNER, session_id=session, name="A", key=key(value="other"))


def test_what_is_not_there_closed_or_nameless_is_refused(book, stores, clock) -> None:
    session = a_session(stores)
    with pytest.raises(SessionNotFound):
        book(LEARNER, session_id=uuid4(), name="A", key=key())
    with pytest.raises(Invalid):
        book(LEARNER, session_id=session, name="<b>", key=key())
    clock.moment = CLOSES
    with pytest.raises(BookingClosed):
        book(LEARNER, session_id=session, name="A", key=key())
    assert not stores.led_bookings.kept


def test_a_session_of_a_course_for_others_is_not_found_but_by_who_began_it(
    unit_of_work, stores, clock
) -> None:
    catalogue = Catalogue([course(sectors=frozenset({"retail"}))])
    book = BookSession(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())
    session = a_session(stores)
    with pytest.raises(SessionNotFound):
        book(LEARNER, session_id=session, name="A", key=key())
    assert book(RETAILER, session_id=session, name="A", key=key()).mine
    completed(stores)
    assert book(LEARNER, session_id=session, name="A", key=key()).mine


def test_what_its_course_asks_for_first_is_named(unit_of_work, stores, clock) -> None:
    catalogue = Catalogue([course(), course(course_id=FIRST_ID, prerequisites=(COURSE_ID,))])
    book = BookSession(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())
    session = a_session(stores, course_id=FIRST_ID)
    with pytest.raises(PrerequisitesMissing, match="Awareness"):
        book(LEARNER, session_id=session, name="A", key=key())
    stores.withdrawals.add(withdrawal())
    assert book(OTHER, session_id=session, name="A", key=key()).mine
    stores.withdrawals.kept.clear()
    completed(stores)
    assert book(LEARNER, session_id=session, name="A", key=key()).mine
