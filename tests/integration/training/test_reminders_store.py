"""Reminders on PostgreSQL: the suite of the fakes; two workers, and a crash, tell each once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, delete, text

from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import OUTBOX, PRINCIPALS
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from services.training.outbound.postgres.led_session_tables import LED_BOOKINGS, LED_SESSIONS
from services.training.outbound.postgres.reminder_tables import REMINDER_CHOICES, REMINDERS
from services.training.outbound.postgres.tables import CERTIFICATES, ENROLMENTS
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.cancel_booking import CancelBooking
from services.training.usecases.cancel_session import CancelSession
from services.training.usecases.move_session import MoveSession
from services.training.usecases.remind_learners import RemindLearners
from tests.fakes.led_sessions import START, booking, led_session
from tests.fakes.plumbing import SetClock, a_row
from tests.fakes.training import CATALOGUE, LEARNER, NOON, TRAINER, certificate, enrolment
from tests.ports.training_reminders import RemindersStoreSuite

AT_ONCE = 4
PEOPLE = 12
EMPTIED = (
    *(REMINDERS, REMINDER_CHOICES, CERTIFICATES, ENROLMENTS),
    *(LED_BOOKINGS, LED_SESSIONS, PRINCIPALS, OUTBOX),
)
DUE = "isp.training.v1.LearnerMailDue"


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=AT_ONCE)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: Engine):
    with engine.begin() as connection:
        for table in EMPTIED:
            connection.execute(delete(table))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresReminders(RemindersStoreSuite):
    """On PostgreSQL."""

    @pytest.fixture
    def stand(self, engine: Engine):
        versions = count(1)

        def keep(subject: str, standing: Standing) -> None:
            row = a_row(subject, standing=standing, rights_version=next(versions))
            with engine.begin() as connection:
                PrincipalsTable(connection).keep(row)

        return keep


@pytest.fixture
def remind(unit_of_work) -> RemindLearners:
    session = led_session(starts_at=NOON + timedelta(days=1), places=PEOPLE)
    before = NOON - timedelta(days=3)
    with unit_of_work() as tx:
        tx.led_sessions.add(session)
        for number in range(PEOPLE):
            place = booking(session, f"b{number}", number + 1, changed_at=before)
            tx.led_bookings.keep(place)
            ends = NOON + timedelta(days=20, seconds=number)
            tx.certificates.add(certificate(f"holder-{number}", valid_until=ends))
            tx.enrolments.add(enrolment(f"p{number}", enrolled_at=NOON - timedelta(days=20)))
    return RemindLearners(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=SetClock(NOON))


def sent(engine: Engine) -> list[str]:
    with engine.begin() as connection:
        query = text("SELECT aggregate_id FROM outbox WHERE subject = :due")
        return sorted(connection.scalars(query, {"due": DUE}))


def test_workers_at_once_remind_each_person_once(remind, engine: Engine) -> None:
    def all_due(_: int) -> int:
        done = 0
        while remind():
            done += 1
        return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        while sum(pool.map(all_due, range(AT_ONCE))):
            pass
    people = [f"holder-{number}" for number in range(PEOPLE)]
    people += [f"{kind}{number}" for number in range(PEOPLE) for kind in "pb"]
    assert sorted(people) == sent(engine)


def test_a_crash_before_the_commit_loses_none_and_sends_none_twice(
    remind, unit_of_work, engine: Engine
) -> None:
    class Killed(Exception):
        pass

    @contextmanager
    def killed_before_the_commit():
        with unit_of_work() as tx:
            yield tx
            raise Killed

    dying = RemindLearners(
        unit_of_work=killed_before_the_commit, catalogue=CATALOGUE, clock=SetClock(NOON)
    )
    with pytest.raises(Killed):
        dying()
    assert [] == sent(engine)
    while remind():
        pass
    assert 3 * PEOPLE == len(sent(engine)) == len(set(sent(engine)))


def test_who_cancels_while_they_are_reminded_is_not_reminded(unit_of_work, engine: Engine) -> None:
    """A booking and its session are held while they are told of: whoever cancels them waits."""
    session = led_session()
    with unit_of_work() as tx:
        tx.led_sessions.add(session)
        tx.led_bookings.keep(booking(session, "learner"))
    clock = SetClock(START - timedelta(days=1))
    needs = {"unit_of_work": unit_of_work, "catalogue": CATALOGUE, "clock": clock}
    with unit_of_work() as tx:
        tx.led_sessions.get(session.session_id, lock=True)
        assert 0 == RemindLearners(**needs)()  # somebody may be cancelling it
    CancelBooking(**needs)(LEARNER, session_id=session.session_id)
    assert 0 == RemindLearners(**needs)()
    CancelSession(**needs)(TRAINER, session_id=session.session_id, why="Ill.")
    assert 0 == RemindLearners(**needs)()


def test_a_session_that_nobody_booked_is_moved_and_called_off(unit_of_work) -> None:
    """Nobody is told, and that is no error."""
    session = led_session()
    with unit_of_work() as tx:
        tx.led_sessions.add(session)
    needs = {"unit_of_work": unit_of_work, "catalogue": CATALOGUE, "clock": SetClock(NOON)}
    said = {"place": "The barn"}
    which = {"session_id": session.session_id}
    moved = MoveSession(**needs)(TRAINER, **which, said=said, expected=1)
    assert "The barn" == moved.session.place
    assert CancelSession(**needs)(TRAINER, **which, why="Ill.").session.cancelled_at
