"""Giving a session another time or place."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import Invalid, StaleVersion
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.led_errors import SessionCancelled, SessionNotFound, SessionOver
from services.training.domain.reminder import waiting_mails
from services.training.usecases.cancel_session import CancelSession
from services.training.usecases.move_session import MoveSession
from services.training.usecases.remind_learners import RemindLearners
from tests.fakes.led_sessions import CLOSES, START, said
from tests.fakes.training import CATALOGUE, LEARNER, NOON, OTHER, TRAINER
from tests.unit.training.led_room import a_session, booked

DAY = timedelta(days=1)


@pytest.fixture
def needs(unit_of_work, clock) -> dict[str, Any]:
    return {"unit_of_work": unit_of_work, "catalogue": CATALOGUE, "clock": clock}


@pytest.fixture
def move(needs):
    act = MoveSession(**needs)

    def moved(session_id, expected: int = 1, **given):
        named = ("starts_at", "ends_at", "closes_at", "place", "link")
        now = {name: said(**given)[name] for name in named}
        return act(TRAINER, session_id=session_id, said=now, expected=expected).session

    return moved


def later(days: int = 14) -> dict[str, Any]:
    start = START + days * DAY
    return {"starts_at": start, "ends_at": start + timedelta(hours=1), "closes_at": start}


def told(stores) -> list[LearnerMailDue]:
    return [each for each in stores.outbox.events if isinstance(each, LearnerMailDue)]


def test_all_who_are_booked_or_wait_are_told_and_stay(move, unit_of_work, stores, clock) -> None:
    session = a_session(stores, places=1)
    for who in (LEARNER, OTHER):
        booked(unit_of_work, clock, who, session)
    there = stores.led_bookings.of_session(session)
    before = stores.led_sessions.get(session)
    after = move(session, **later(), place="", link="https://meet.example/a")
    assert (2, START + 14 * DAY, "", "https://meet.example/a") == (
        after.version,
        after.starts_at,
        after.place,
        after.link,
    )
    assert after == stores.led_sessions.get(session)
    assert there == stores.led_bookings.of_session(session)
    assert [("learner", START + 14 * DAY), ("other", START + 14 * DAY)] == [
        (each.subject, each.moment) for each in told(stores)
    ]
    assert {LearnerMail.SESSION_MOVED} == {each.mail for each in told(stores)}
    assert [waiting_mails(each.booking_id, before) for each in there] == [
        each.takes_back for each in told(stores)
    ]
    assert "training:move-session" == stores.audit.rows[-1][1]


def test_what_it_is_already_changes_nothing_and_tells_nobody(
    move, unit_of_work, stores, clock
) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    rows = len(stores.audit.rows)
    assert 1 == move(session).version
    assert ([], rows) == (told(stores), len(stores.audit.rows))


def test_of_another_time_people_are_reminded_anew(move, needs, unit_of_work, stores, clock) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    remind = RemindLearners(**needs)
    clock.moment = START - DAY
    assert [1, 0] == [remind(), remind()]
    move(session, **later())
    assert 0 == remind()
    clock.moment = START + 13 * DAY
    assert [1, 0] == [remind(), remind()]
    first, moved, second = told(stores)
    assert first.mail_id in moved.takes_back
    assert second.mail_id not in {first.mail_id, *moved.takes_back}
    assert START + 14 * DAY == second.moment


def test_of_another_place_alone_the_reminder_stays_good(
    move, needs, unit_of_work, stores, clock
) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    clock.moment = START - DAY
    remind = RemindLearners(**needs)
    remind()
    move(session, place="The barn")
    assert 0 == remind()
    reminder, moved = told(stores)
    assert reminder.mail_id not in moved.takes_back


def test_a_time_that_comes_soon_is_reminded_of_by_the_mail_that_tells_it(
    move, needs, unit_of_work, stores, clock
) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    clock.moment = START - 3 * DAY
    soon = START - 2 * DAY
    move(session, starts_at=soon, ends_at=soon + timedelta(hours=1), closes_at=soon)
    assert 0 == RemindLearners(**needs)()
    assert [LearnerMail.SESSION_MOVED] == [each.mail for each in told(stores)]


def test_what_was_told_before_and_waits_is_taken_back_by_what_comes_after(
    move, needs, unit_of_work, stores, clock
) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    move(session, place="The barn")
    move(session, 2, place="The loft")
    CancelSession(**needs)(TRAINER, session_id=session, why="Ill.")
    barn, loft, gone = told(stores)
    assert (barn.mail_id,) == loft.takes_back
    assert loft.mail_id in gone.takes_back


def test_a_session_that_closed_stays_closed_at_another_place(move, stores, clock) -> None:
    session = a_session(stores)
    clock.moment = CLOSES + DAY
    assert CLOSES == move(session, place="The barn").closes_at
    with pytest.raises(Invalid) as refused:
        move(session, 2, closes_at=CLOSES + timedelta(hours=1))
    assert ["closes_at"] == [each.field for each in refused.value.violations]


WRONG = {
    "begun": {"starts_at": NOON},
    "far": {"starts_at": NOON + 731 * DAY, "ends_at": NOON + 731 * DAY + timedelta(hours=1)},
    "nowhere": {"place": ""},
    "plain": {"place": "", "link": "http://meet.example"},
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_and_tells_nobody(move, stores, given) -> None:
    session = a_session(stores)
    with pytest.raises(Invalid):
        move(session, **given)
    assert ([], 1) == (told(stores), stores.led_sessions.get(session).version)


def test_what_is_over_called_off_stale_or_not_there_is_not_moved(
    move, needs, stores, clock
) -> None:
    session, gone = a_session(stores), a_session(stores)
    with pytest.raises(StaleVersion):
        move(session, 2, **later())
    CancelSession(**needs)(TRAINER, session_id=gone, why="Ill.")
    with pytest.raises(SessionCancelled):
        move(gone, 2, **later())
    with pytest.raises(SessionNotFound):
        move(uuid4(), **later())
    clock.moment = START
    with pytest.raises(SessionOver):
        move(session, **later())
