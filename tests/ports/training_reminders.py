"""What every store of reminders must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kernel.standing import Standing
from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.led_session import BookingStatus
from services.training.domain.reminder import ReminderChoice, ReminderKind
from tests.fakes.led_sessions import START, booking, led_session
from tests.fakes.reminders import a_reminder
from tests.fakes.training import NOON, certificate, enrolment
from tests.ports.assessment_stores import withdrawal
from tests.ports.training_packages_store import FOUND, begun

Open = Callable[[], AbstractContextManager[Any]]
Stand = Callable[[str, Standing], None]
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def ending(days: float, by: str = "learner", **given: Any) -> Certificate:
    return certificate(by, valid_until=NOON + days * DAY, **given)


class RemindersStoreSuite:
    """Run on an empty store with the fixtures `unit_of_work` and `stand`.

    `stand` says whether somebody may use their account.
    """

    def test_a_certificate_is_due_30_and_7_days_before_it_ends(self, unit_of_work: Open) -> None:
        held = ending(30)
        with unit_of_work() as tx:
            tx.certificates.add(held)
        seen = []
        for days, shift in ((0, -SECOND), (0, SECOND), (22, SECOND), (23, SECOND), (30, SECOND)):
            now = NOON + days * DAY + shift
            with unit_of_work() as tx:
                due = tx.reminders.next_due(now)
                seen.append(due and due.kind)
                if due is not None:
                    assert (held.certificate_id, "learner", held.valid_until) == (
                        due.about,
                        due.subject,
                        due.moment,
                    )
                    assert tx.reminders.told(due, now)
        assert [
            None,
            ReminderKind.ENDS_IN_30_DAYS,
            None,
            ReminderKind.ENDS_IN_7_DAYS,
            None,
        ] == seen

    def test_who_was_not_told_of_30_days_is_told_of_7_alone(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.certificates.add(ending(6))
            due = tx.reminders.next_due(NOON)
            assert ReminderKind.ENDS_IN_7_DAYS is due.kind
            tx.reminders.told(due, NOON)
            assert tx.reminders.next_due(NOON) is None

    def test_what_was_renewed_revoked_or_names_nobody_is_not_due(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.certificates.add(ending(20))
            tx.certificates.add(ending(700))
            tx.certificates.add(ending(20, "second", revoked_at=NOON))
            tx.certificates.add(ending(20, "third", name=""))
            assert tx.reminders.next_due(NOON) is None
            renewed_in_vain = ending(20, "fourth")
            tx.certificates.add(renewed_in_vain)
            tx.certificates.add(ending(700, "fourth", revoked_at=NOON))
            assert renewed_in_vain.certificate_id == tx.reminders.next_due(NOON).about

    def test_a_course_not_finished_is_due_once_after_14_days(self, unit_of_work: Open) -> None:
        mine = enrolment()
        with unit_of_work() as tx:
            tx.enrolments.add(mine)
            tx.enrolments.add(enrolment("second", status=EnrolmentStatus.COMPLETED))
            assert tx.reminders.next_due(NOON + 14 * DAY - SECOND) is None
            due = tx.reminders.next_due(NOON + 14 * DAY)
            assert (mine.enrolment_id, ReminderKind.UNFINISHED, NOON) == (
                due.about,
                due.kind,
                due.moment,
            )
            assert [True, False] == [tx.reminders.told(due, NOON) for _ in "12"]
            assert tx.reminders.next_due(NOON + 90 * DAY) is None

    def test_a_certificate_is_due_before_its_version_ends(self, unit_of_work: Open) -> None:
        course_id = uuid4()
        held = ending(700, course_id=course_id)
        with unit_of_work() as tx:
            tx.certificates.add(held)
            tx.withdrawals.add(withdrawal(2, course_id=course_id))
            assert tx.reminders.next_due(NOON) is None
            tx.withdrawals.add(ended := withdrawal(course_id=course_id))
            due = tx.reminders.next_due(NOON)
            assert (held.certificate_id, ReminderKind.ENDS_IN_7_DAYS, ended.ends_at) == (
                due.about,
                due.kind,
                due.moment,
            )
            tx.certificates.add(ending(6, course_id=course_id))  # the other is good for longer
            assert held.certificate_id == tx.reminders.next_due(NOON).about
            assert tx.reminders.next_due(ended.ends_at) is None
            tx.certificates.add(ending(90, course_id=course_id, course_version=3))
            assert tx.reminders.next_due(NOON) is None

    def test_one_that_ends_before_its_version_is_due_by_its_own_day(
        self, unit_of_work: Open
    ) -> None:
        course_id = uuid4()
        with unit_of_work() as tx:
            tx.certificates.add(held := ending(3, course_id=course_id))
            tx.withdrawals.add(withdrawal(course_id=course_id))
            assert held.valid_until == tx.reminders.next_due(NOON).moment
            assert tx.reminders.next_due(held.valid_until) is None

    def test_nobody_is_to_finish_what_cannot_be_finished(self, unit_of_work: Open) -> None:
        course_id, later = uuid4(), NOON + 20 * DAY
        with unit_of_work() as tx:
            tx.enrolments.add(enrolment("a", course_id=course_id))
            tx.withdrawals.add(withdrawal(course_id=course_id, ends_at=later))
            assert tx.reminders.next_due(later - SECOND) is not None
            assert tx.reminders.next_due(later) is None
            made = begun().looked_into(FOUND, digest="a" * 64, at=NOON)
            package = made.published(by="second", read="a" * 64, version=1, at=NOON)
            of = {"course_id": package.course_id, "course_version": package.course_version}
            tx.packages.add(package)
            tx.enrolments.add(enrolment("b", **of))
            assert tx.reminders.next_due(later) is not None
            tx.packages.save(package.withdrawn(by="p", expected=package.version, at=later))
            assert tx.reminders.next_due(later) is None

    def test_nothing_is_due_for_who_wants_none(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.certificates.add(ending(20))
            tx.enrolments.add(enrolment(enrolled_at=NOON - 20 * DAY))
            choice = ReminderChoice(subject="learner", stop_token="t")
            tx.reminders.keep(choice.stopped(NOON))
            assert tx.reminders.next_due(NOON) is None
            tx.reminders.keep(choice)
            assert tx.reminders.next_due(NOON) is not None

    def test_who_is_suspended_is_due_once_they_may_use_their_account(
        self, unit_of_work: Open, stand: Stand
    ) -> None:
        session = led_session(starts_at=NOON + DAY)
        mine = booking(session, "learner", asked_at=NOON - DAY, changed_at=NOON - DAY)
        with unit_of_work() as tx:
            tx.led_sessions.add(session)
            tx.led_bookings.keep(mine)
            tx.certificates.add(ending(20))
            tx.enrolments.add(enrolment(enrolled_at=NOON - 20 * DAY))
        stand("learner", Standing.SUSPENDED)
        with unit_of_work() as tx:
            assert tx.reminders.next_due(NOON) is None
        stand("learner", Standing.ACTIVE)
        kinds = []
        with unit_of_work() as tx:
            while (due := tx.reminders.next_due(NOON)) is not None:
                kinds.append(due.kind)
                assert tx.reminders.told(due, NOON)
        assert [
            ReminderKind.ENDS_IN_30_DAYS,
            ReminderKind.UNFINISHED,
            ReminderKind.SESSION_SOON,
        ] == kinds

    def test_a_place_is_due_once_from_two_days_before_until_it_begins(
        self, unit_of_work: Open
    ) -> None:
        session = led_session()
        mine = booking(session, "learner")
        with unit_of_work() as tx:
            tx.led_sessions.add(session)
            tx.led_bookings.keep(mine)
            assert tx.reminders.next_due(START - 2 * DAY - SECOND) is None
            assert tx.reminders.next_due(START) is None
            for at in (START - 2 * DAY, START - SECOND):
                due = tx.reminders.next_due(at)
                assert (mine.booking_id, session.session_id, START, None) == (
                    due.about,
                    due.page,
                    due.moment,
                    due.course_version,
                )
            assert [True, False] == [tx.reminders.told(due, NOON) for _ in "12"]
            assert tx.reminders.next_due(START - SECOND) is None
        with unit_of_work() as tx:
            assert [(due, NOON)] == list(tx.reminders.of_subject("learner"))
            tx.reminders.untell(due.about, ReminderKind.UNFINISHED)
            assert tx.reminders.next_due(START - SECOND) is None
            tx.reminders.untell(due.about, due.kind)
            assert due == tx.reminders.next_due(START - SECOND)

    def test_only_who_has_held_a_place_for_a_while_in_what_takes_place_is_due(
        self, unit_of_work: Open
    ) -> None:
        at = START - DAY
        session = led_session(places=9)
        gone = led_session(cancelled_at=NOON, cancellation_reason="Ill.")
        others = set(BookingStatus) - {BookingStatus.BOOKED}
        with unit_of_work() as tx:
            for each in (session, gone):
                tx.led_sessions.add(each)
            for turn, status in enumerate(sorted(others, key=str), start=1):
                tx.led_bookings.keep(booking(session, f"p{turn}", turn, status=status))
            tx.led_bookings.keep(booking(gone, "learner"))
            tx.led_bookings.keep(late := booking(session, "late", 20, changed_at=at))
            assert tx.reminders.next_due(at) is None
            just_in_time = late.as_(BookingStatus.BOOKED, START - 2 * DAY)
            tx.led_bookings.keep(just_in_time)
            assert late.booking_id == tx.reminders.next_due(at).about

    def test_a_choice_is_found_by_its_token_which_stays(self, unit_of_work: Open) -> None:
        first = ReminderChoice(subject="learner", stop_token="t")
        with unit_of_work() as tx:
            assert tx.reminders.choice_of("learner") is None
            tx.reminders.keep(first)
            tx.reminders.keep(ReminderChoice(subject="learner", stop_token="u", stopped_at=NOON))
            kept = first.stopped(NOON)
            assert [kept, kept] == [tx.reminders.choice_of("learner"), tx.reminders.by_token("t")]
            assert tx.reminders.by_token("u") is None

    def test_who_never_chose_gets_a_token_that_stays(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            first = ReminderChoice(subject="learner", stop_token="t")
            assert first == tx.reminders.chosen("learner", stop_token="t")
            assert first == tx.reminders.chosen("learner", stop_token="u")
            tx.reminders.keep(first.stopped(NOON))
            assert first.stopped(NOON) == tx.reminders.chosen("learner", stop_token="v")

    def test_what_was_told_is_read_and_forgotten(self, unit_of_work: Open) -> None:
        first, second, other = a_reminder(), a_reminder(), a_reminder(subject="other")
        with unit_of_work() as tx:
            for each, at in ((second, NOON + DAY), (first, NOON), (other, NOON)):
                tx.reminders.told(each, at)
            tx.reminders.keep(ReminderChoice(subject="learner", stop_token="t"))
            told = [(first, NOON), (second, NOON + DAY)]
            assert told == list(tx.reminders.of_subject("learner"))
            assert [3, 0] == [tx.reminders.forget("learner") for _ in "12"]
            assert [(other, NOON)] == list(tx.reminders.of_subject("other"))
