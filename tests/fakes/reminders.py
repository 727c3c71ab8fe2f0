"""Reminders in memory, and one that is due."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.led_session import BookingStatus
from services.training.domain.package import PackageState
from services.training.domain.reminder import (
    UNFINISHED_AFTER,
    DueReminder,
    ReminderChoice,
    ReminderKind,
    of_booking,
    of_certificate,
)
from services.training.domain.withdrawal import none_longer


@dataclass
class MemoryReminders:
    """What was told, by what it is about and its kind; and what people chose."""

    enrolments: Any
    certificates: Any
    withdrawals: Any
    packages: Any
    led_sessions: Any
    led_bookings: Any
    kept: dict[tuple[UUID, ReminderKind], tuple[DueReminder, datetime]] = field(
        default_factory=dict
    )
    choices: dict[str, ReminderChoice] = field(default_factory=dict)
    kept_away: set[str] = field(default_factory=set)

    def next_due(self, now: datetime) -> DueReminder | None:
        of_courses = (*self._of_certificates(now), *self._of_enrolments(now))
        for due in (*of_courses, *self._of_bookings(now)):
            choice = self.choices.get(due.subject)
            wanted = choice is None or choice.stopped_at is None
            told = (due.about, due.kind) in self.kept
            if wanted and not told and due.subject not in self.kept_away:
                return due
        return None

    def _of_bookings(self, now: datetime) -> Iterator[DueReminder]:
        for each in sorted(self.led_bookings.kept.values(), key=lambda one: one.turn):
            session = self.led_sessions.get(each.session_id)
            kind = of_booking(each.changed_at, session.starts_at, now)
            stands = session.cancelled_at is None and each.status is BookingStatus.BOOKED
            if stands and kind is not None:
                yield DueReminder(
                    about=each.booking_id,
                    kind=kind,
                    subject=each.subject,
                    course_id=session.course_id,
                    course_version=None,
                    moment=session.starts_at,
                    session_id=each.session_id,
                )

    def _of_certificates(self, now: datetime) -> Iterator[DueReminder]:
        kept = self.certificates.kept.values()
        held = none_longer(kept, self.withdrawals.everything())
        good = [each for each in held if each.revoked_at is None]
        for each in sorted(good, key=lambda one: one.valid_until):
            kind = of_certificate(each.valid_until, now)
            renewed = any(
                (one.subject, one.course_id) == (each.subject, each.course_id)
                and one.valid_until > each.valid_until
                for one in good
            )
            if kind is not None and not renewed and each.name:
                yield DueReminder(
                    about=each.certificate_id,
                    kind=kind,
                    subject=each.subject,
                    course_id=each.course_id,
                    course_version=each.course_version,
                    moment=each.valid_until,
                )

    def _of_enrolments(self, now: datetime) -> Iterator[DueReminder]:
        for each in sorted(self.enrolments.kept.values(), key=lambda one: one.enrolled_at):
            old = each.enrolled_at <= now - UNFINISHED_AFTER
            version = (each.course_id, each.course_version)
            withdrawal = self.withdrawals.of(*version)
            over = withdrawal is not None and withdrawal.is_over(now)
            gone = any(
                (one.course_id, one.course_version) == version
                and one.state is PackageState.WITHDRAWN
                for one in self.packages.kept.values()
            )
            if each.status is EnrolmentStatus.OPEN and old and not over and not gone:
                yield DueReminder(
                    about=each.enrolment_id,
                    kind=ReminderKind.UNFINISHED,
                    subject=each.subject,
                    course_id=each.course_id,
                    course_version=each.course_version,
                    moment=each.enrolled_at,
                )

    def told(self, reminder: DueReminder, at: datetime) -> bool:
        key = (reminder.about, reminder.kind)
        if key in self.kept:
            return False
        self.kept[key] = (reminder, at)
        return True

    def untell(self, about: UUID, kind: ReminderKind) -> None:
        self.kept.pop((about, kind), None)

    def choice_of(self, subject: str) -> ReminderChoice | None:
        return self.choices.get(subject)

    def chosen(self, subject: str, *, stop_token: str) -> ReminderChoice:
        new = ReminderChoice(subject=subject, stop_token=stop_token)
        return self.choices.setdefault(subject, new)

    def by_token(self, token: str) -> ReminderChoice | None:
        found = (each for each in self.choices.values() if each.stop_token == token)
        return next(found, None)

    def keep(self, choice: ReminderChoice) -> None:
        before = self.choices.get(choice.subject, choice)
        self.choices[choice.subject] = replace(before, stopped_at=choice.stopped_at)

    def of_subject(self, subject: str) -> list[tuple[DueReminder, datetime]]:
        mine = [each for each in self.kept.values() if each[0].subject == subject]
        return sorted(mine, key=lambda each: (each[1], each[0].about))

    def forget(self, subject: str) -> int:
        mine = [(each.about, each.kind) for each, _ in self.of_subject(subject)]
        for each in mine:
            del self.kept[each]
        return len(mine) + (self.choices.pop(subject, None) is not None)


def a_reminder(**given: Any) -> DueReminder:
    """A reminder of a course that was not finished."""
    return DueReminder(
        **{
            "about": uuid4(),
            "kind": ReminderKind.UNFINISHED,
            "subject": "learner",
            "course_id": UUID("11111111-1111-4111-8111-111111111111"),
            "course_version": 1,
            "moment": datetime(2026, 11, 24, 12, tzinfo=UTC),
        }
        | given
    )
