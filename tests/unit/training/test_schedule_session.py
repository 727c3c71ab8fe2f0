"""Scheduling a session."""

from uuid import uuid4

import pytest

from chassis.errors import Invalid
from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound
from services.training.usecases.schedule_session import ScheduleSession
from tests.fakes.led_sessions import said
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import CATALOGUE, COURSE_ID, TRAINER, course, key
from tests.ports.assessment_stores import withdrawal


def test_a_trainer_offers_a_course_at_a_time_once_for_a_key(unit_of_work, stores, clock) -> None:
    schedule = ScheduleSession(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, ids=FreshIds()
    )
    made = schedule(TRAINER, course_id=COURSE_ID, said=said(), key=key())
    again = schedule(TRAINER, course_id=COURSE_ID, said=said(), key=key())
    assert (made, "trainer", 2) == (again, made.session.scheduled_by, made.free)
    assert [made.session] == list(stores.led_sessions.kept.values())
    assert ["training:schedule-session"] == [each[1] for each in stores.audit.rows]
    with pytest.raises(Invalid):
        schedule(TRAINER, course_id=COURSE_ID, said=said(places=0), key=key(value="x"))
    with pytest.raises(CourseNotFound):
        schedule(TRAINER, course_id=uuid4(), said=said(), key=key(value="y"))


def test_a_trainer_of_another_sector_may_offer_it(unit_of_work, clock) -> None:
    catalogue = Catalogue([course(sectors=frozenset({"retail"}))])
    schedule = ScheduleSession(
        unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds()
    )
    assert schedule(TRAINER, course_id=COURSE_ID, said=said(), key=key()).session


def test_a_course_is_offered_while_a_version_of_it_is_begun(unit_of_work, stores, clock) -> None:
    catalogue = Catalogue([course(), course(version=2)])
    schedule = ScheduleSession(
        unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds()
    )
    stores.withdrawals.add(withdrawal(2))
    assert schedule(TRAINER, course_id=COURSE_ID, said=said(), key=key()).session
    stores.withdrawals.add(withdrawal(1))
    with pytest.raises(CourseNotFound):
        schedule(TRAINER, course_id=COURSE_ID, said=said(), key=key(value="other"))
    assert schedule(TRAINER, course_id=COURSE_ID, said=said(), key=key()).session
