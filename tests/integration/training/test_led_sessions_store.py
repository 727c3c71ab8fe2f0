"""Led sessions on PostgreSQL: the suite of the fakes, and no place sold twice at once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, delete

from chassis.postgres.engine import open_engine
from chassis.postgres.tables import OUTBOX
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.principals import Principal
from kernel.tiers import Tier
from services.training.domain.led_errors import AlreadyBooked
from services.training.domain.led_session import HOLDING, BookingStatus, in_line
from services.training.outbound.postgres.led_session_tables import LED_BOOKINGS, LED_SESSIONS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.book_session import BookSession
from services.training.usecases.cancel_booking import CancelBooking
from tests.fakes.led_sessions import NOON, led_session
from tests.fakes.plumbing import FreshIds, SetClock
from tests.fakes.training import CATALOGUE, key
from tests.ports.training_led_sessions import LedSessionsStoreSuite

AT_ONCE = 6
PLACES = 5
PEOPLE = [Principal(subject=f"p{number}", tier=Tier.REGISTERED) for number in range(18)]


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=AT_ONCE)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: Engine):
    with engine.begin() as connection:
        for table in (LED_BOOKINGS, LED_SESSIONS, OUTBOX):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresLedSessions(LedSessionsStoreSuite):
    """On PostgreSQL."""


@pytest.fixture
def session(unit_of_work):
    session = led_session(places=PLACES)
    with unit_of_work() as tx:
        tx.led_sessions.add(session)
    return session


def booking_in(unit_of_work, session):
    book = BookSession(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=SetClock(NOON), ids=FreshIds()
    )

    def act(who: Principal, again: str = "") -> str:
        name = f"{session.session_id}{who.subject}{again}"
        try:
            seen = book(who, session_id=session.session_id, name="A", key=key("Book", name))
        except AlreadyBooked:
            return "refused"
        assert seen.mine is not None
        return seen.mine.status.name

    return act


def test_places_are_never_oversold_to_those_who_book_at_once(unit_of_work, session) -> None:
    act = booking_in(unit_of_work, session)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = Counter(pool.map(act, PEOPLE))
    assert {"BOOKED": PLACES, "WAITING": len(PEOPLE) - PLACES} == said
    with unit_of_work() as tx:
        there = tx.led_bookings.of_session(session.session_id)
    assert list(range(1, len(PEOPLE) + 1)) == [each.turn for each in there]
    assert PLACES == sum(each.status in HOLDING for each in there)


def test_one_person_who_books_many_times_at_once_has_one_booking(unit_of_work, session) -> None:
    act = booking_in(unit_of_work, session)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = Counter(pool.map(lambda number: act(PEOPLE[0], str(number)), range(AT_ONCE)))
    assert {"BOOKED": 1, "refused": AT_ONCE - 1} == said


def test_who_gives_up_at_once_lets_as_many_move_up_in_their_turn(unit_of_work, session) -> None:
    act = booking_in(unit_of_work, session)
    for who in PEOPLE:
        act(who)
    cancel = CancelBooking(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=SetClock(NOON))
    leaving = PEOPLE[:PLACES]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda who: cancel(who, session_id=session.session_id), leaving))
    with unit_of_work() as tx:
        there = tx.led_bookings.of_session(session.session_id)
    held = [each.subject for each in there if each.status is BookingStatus.BOOKED]
    assert [each.subject for each in PEOPLE[PLACES : 2 * PLACES]] == held
    assert [each.subject for each in PEOPLE[2 * PLACES :]] == [e.subject for e in in_line(there)]
