"""Reminding learners."""

from contextlib import suppress
from datetime import timedelta

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.training.domain.course import Catalogue
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.reminder import ReminderChoice, session_mail
from services.training.usecases.cancel_booking import CancelBooking
from services.training.usecases.cancel_session import CancelSession
from services.training.usecases.remind_learners import RemindLearners, new_token
from services.training.usecases.stop_reminders import StopReminders
from tests.fakes.led_sessions import START, booking, led_session
from tests.fakes.reminders import MemoryReminders, a_reminder
from tests.fakes.training import (
    CATALOGUE,
    COURSE_ID,
    LEARNER,
    NOON,
    OTHER,
    TRAINER,
    certificate,
    course,
    enrolment,
)
from tests.unit.training.led_room import a_session, booked

DAY = timedelta(days=1)


@pytest.fixture
def remind(unit_of_work, clock) -> RemindLearners:
    return RemindLearners(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)


def told(stores) -> list[LearnerMailDue]:
    return [each for each in stores.outbox.events if isinstance(each, LearnerMailDue)]


def test_each_thing_is_told_once_with_a_link_that_ends_it(remind, stores) -> None:
    stores.certificates.add(certificate(valid_until=NOON + 20 * DAY))
    stores.enrolments.add(enrolment("other", enrolled_at=NOON - 20 * DAY))
    assert [1, 1, 0] == [remind() for _ in "123"]
    ends, unfinished = told(stores)
    assert (LearnerMail.CERTIFICATE_ENDS, "learner", COURSE_ID, NOON + 20 * DAY) == (
        ends.mail,
        ends.subject,
        ends.about,
        ends.moment,
    )
    assert (LearnerMail.COURSE_UNFINISHED, "other") == (unfinished.mail, unfinished.subject)
    assert ends.stop_token != unfinished.stop_token
    assert ("Awareness", "Ymwybyddiaeth") == ends.titles


def test_both_reminders_of_a_certificate_have_the_same_link(remind, stores, clock) -> None:
    stores.certificates.add(certificate(valid_until=NOON + 20 * DAY))
    remind()
    clock.pass_(days=14)
    remind()
    first, second = told(stores)
    assert first.stop_token == second.stop_token


def test_who_stopped_them_is_reminded_of_nothing_more(remind, unit_of_work, stores, clock) -> None:
    stores.certificates.add(certificate(valid_until=NOON + 20 * DAY))
    remind()
    StopReminders(unit_of_work=unit_of_work, clock=clock)(token=told(stores)[0].stop_token)
    clock.pass_(days=14)
    assert 0 == remind()


def test_who_stops_them_while_one_is_being_told_is_not_reminded(
    remind, stores, monkeypatch
) -> None:
    """Their word is not overwritten by what was read before it."""
    stopped = ReminderChoice(subject="learner", stop_token="t", stopped_at=NOON)
    stores.reminders.keep(stopped)
    due = a_reminder()
    monkeypatch.setattr(MemoryReminders, "next_due", lambda *_: due)
    assert [1, 0] == [remind(), remind()]
    now = remind.unit_of_work.stores
    assert ([], stopped) == (told(now), now.reminders.choice_of("learner"))


def test_the_title_of_what_not_everybody_may_know_of_stays_here(
    unit_of_work, stores, clock
) -> None:
    secret = course(marking=Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED))
    remind = RemindLearners(unit_of_work=unit_of_work, catalogue=Catalogue([secret]), clock=clock)
    stores.enrolments.add(enrolment(enrolled_at=NOON - 20 * DAY))
    remind()
    assert [("", "")] == [each.titles for each in told(stores)]


def test_a_course_that_is_gone_keeps_nobody_waiting(unit_of_work, stores, clock) -> None:
    remind = RemindLearners(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
    stores.enrolments.add(enrolment(enrolled_at=NOON - 21 * DAY, course_version=9))
    stores.enrolments.add(enrolment("other", enrolled_at=NOON - 20 * DAY))
    assert [1, 1, 0] == [remind() for _ in "123"]
    assert [("", ""), ("Awareness", "Ymwybyddiaeth")] == [each.titles for each in told(stores)]


def test_no_token_is_like_another() -> None:
    assert 100 == len({new_token() for _ in range(100)})


def test_who_has_a_place_is_reminded_of_the_session_with_a_mail_that_can_be_taken_back(
    remind, unit_of_work, stores, clock
) -> None:
    session = a_session(stores, places=1)
    booked(unit_of_work, clock, LEARNER, session)
    booked(unit_of_work, clock, OTHER, session)
    clock.moment = START - 2 * DAY
    assert [1, 0] == [remind(), remind()]
    (mail,) = told(stores)
    assert (LearnerMail.SESSION_SOON, "learner", session, START, "Awareness") == (
        mail.mail,
        mail.subject,
        mail.about,
        mail.moment,
        mail.titles[0],
    )
    assert mail.stop_token
    needs = {"unit_of_work": unit_of_work, "catalogue": CATALOGUE, "clock": clock}
    CancelBooking(**needs)(LEARNER, session_id=session)
    CancelSession(**needs)(TRAINER, session_id=session, why="Ill.")
    back = [each.takes_back for each in told(stores) if each.subject == "learner"]
    assert [(), mail.mail_id] == [back[0], back[1][0]]
    (theirs,) = stores.led_bookings.of_subject("other")
    moved, called_off = (each for each in told(stores) if each.subject == "other")
    assert () == moved.takes_back
    assert session_mail(theirs.booking_id, START) in called_off.takes_back
    assert 0 == remind()


def test_a_session_whose_course_is_gone_is_reminded_of_without_a_title(
    unit_of_work, stores, clock
) -> None:
    session = led_session()
    stores.led_sessions.add(session)
    stores.led_bookings.keep(booking(session, "learner"))
    clock.moment = START - DAY
    RemindLearners(unit_of_work=unit_of_work, catalogue=Catalogue([]), clock=clock)()
    assert [("", "")] == [each.titles for each in told(stores)]


def test_a_crash_before_the_commit_tells_nobody_and_forgets_nobody(
    remind, unit_of_work, stores, clock
) -> None:
    session = led_session()
    stores.led_sessions.add(session)
    stores.led_bookings.keep(booking(session, "learner"))
    clock.moment = START - DAY
    with suppress(ZeroDivisionError), unit_of_work() as tx:
        assert tx.reminders.told(tx.reminders.next_due(clock.now()), clock.now())
        _ = 1 / 0
    assert [] == told(unit_of_work.stores)
    assert [1, 0] == [remind(), remind()]
    assert [LearnerMail.SESSION_SOON] == [each.mail for each in told(unit_of_work.stores)]
