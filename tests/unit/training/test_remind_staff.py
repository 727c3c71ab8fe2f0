"""People are reminded once of what their organisation asks, while they have still to take it."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.reminder import ReminderChoice
from services.training.usecases.remind_staff import RemindStaff
from tests.fakes.training import CATALOGUE, COURSE_ID, NOON, completed
from tests.ports.assessment_stores import withdrawal
from tests.unit.training.employers import asked


@pytest.fixture
def remind(unit_of_work, stores, clock) -> RemindStaff:
    stores.staff.belongs = {"m": "hall"}
    return RemindStaff(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)


def told(remind: RemindStaff) -> list[LearnerMailDue]:
    events = remind.unit_of_work.stores.outbox.events
    return [each for each in events if isinstance(each, LearnerMailDue)]


def test_each_is_told_once_and_of_another_day_anew(remind, stores, clock) -> None:
    stores.staff.ask(asked(days=14))
    assert [1, 0] == [remind(), remind()]
    (mail,) = told(remind)
    assert (LearnerMail.COURSE_ASKED, "m", COURSE_ID) == (mail.mail, mail.subject, mail.about)
    assert (NOON + timedelta(days=14), "Awareness") == (mail.moment, mail.titles[0])
    assert mail.stop_token
    remind.unit_of_work.stores.staff.ask(asked(days=13))
    assert [1, 0] == [remind(), remind()]
    assert 2 == len(told(remind))


@pytest.mark.parametrize("days", [15, -1])
def test_what_is_far_off_or_over_is_not_told(remind, stores, days: int) -> None:
    stores.staff.ask(asked(days=days))
    assert 0 == remind()


def test_who_left_is_not_told(remind, stores) -> None:
    stores.staff.ask(asked())
    stores.staff.belongs = {"m": "barn"}
    assert 0 == remind()


def test_who_took_it_or_wants_no_reminders_is_passed_over_for_good(remind, stores) -> None:
    completed(stores, "m")
    stores.staff.ask(asked())
    stores.staff.belongs = {"m": "hall", "n": "hall"}
    stores.staff.ask(asked("n"))
    stores.reminders.keep(ReminderChoice(subject="n", stop_token="t", stopped_at=NOON))
    assert [1, 1, 0] == [remind() for _ in "123"]
    assert [] == told(remind)


def test_nobody_is_told_of_a_course_that_they_cannot_begin(remind, stores) -> None:
    stores.staff.ask(asked())
    stores.staff.ask(replace(asked(), course_id=uuid4()))
    stores.withdrawals.add(withdrawal())
    assert [1, 1, 0] == [remind() for _ in "123"]
    assert [] == told(remind)


def test_what_is_undone_at_the_commit_is_due_still(remind, stores) -> None:
    """A crash before the commit loses none: neither the mail nor that it was told is kept."""
    stores.staff.ask(asked())
    work = remind.unit_of_work
    with suppress(ZeroDivisionError), work() as tx:
        due = tx.staff.next_due(NOON.date(), NOON.date() + timedelta(days=14))
        tx.staff.reminded(due)
        assert tx.staff.next_due(NOON.date(), NOON.date() + timedelta(days=14)) is None
        _ = 1 / 0
    assert 1 == remind()
    assert 1 == len(told(remind))
