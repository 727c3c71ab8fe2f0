"""Everything that training holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kernel.ports import HeldRow
from services.training.domain.attempt import Attempt
from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import Enrolment
from services.training.domain.extra_time import ExtraTime
from services.training.domain.led_session import Booking, LedSession
from services.training.domain.package import Package
from services.training.domain.reminder import DueReminder, ReminderChoice
from services.training.domain.staff import CourseRequest, OutsideRecord
from services.training.usecases.export_units import unit_rows
from services.training.usecases.records_ports import RecordsUnitOfWork

LEARNING: Final = "teaching, and showing learners how far they are"
ORGANISING: Final = "letting an organisation see and plan its people's training"
CERTIFYING: Final = "certifying what a learner passed, so that others can check it"

BRINGING: Final = "accountability of who brought in and published a course"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: RecordsUnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            enrolments = tx.enrolments.of_subject(subject)
            chosen = tx.extra_times.of(subject)
            ids = [each.enrolment_id for each in enrolments]
            return [
                *map(_enrolment, enrolments),
                *map(_attempt, tx.attempts.of_enrolments(ids)),
                *unit_rows(tx, subject),
                *map(_extra_time, [chosen] if chosen else []),
                *map(_certificate, tx.certificates.of_subject(subject)),
                *(_package(each, subject) for each in tx.packages.touched_by(subject)),
                *map(_booking, tx.led_bookings.of_subject(subject)),
                *map(_taught, tx.led_sessions.of_trainer(subject)),
                *map(_reminded, tx.reminders.of_subject(subject)),
                *_chosen(tx.reminders.choice_of(subject)),
                *_of_employers(*tx.staff.of_subject(subject)),
                *tx.plumbing.export(subject),
            ]


def _enrolment(each: Enrolment) -> HeldRow:
    return (
        "enrolments",
        LEARNING,
        {
            "enrolment_id": each.enrolment_id,
            "course_id": each.course_id,
            "course_version": each.course_version,
            "status": each.status.value,
            "enrolled_at": each.enrolled_at,
            "completed_at": each.completed_at,
        },
    )


def _attempt(each: Attempt) -> HeldRow:
    return (
        "attempts",
        LEARNING,
        {
            "attempt_id": each.attempt_id,
            "enrolment_id": each.enrolment_id,
            "module_id": each.module_id,
            "number": each.number,
            "started_at": each.started_at,
            "due_at": each.due_at,
            "submitted_at": each.submitted_at,
            "questions": [drawn.question_id for drawn in each.drawn],
            "answers": {name: sorted(taken) for name, taken in sorted(each.answers.items())},
            "score": each.score,
            "passed": each.passed,
        },
    )


def _extra_time(each: ExtraTime) -> HeldRow:
    return (
        "extra_times",
        LEARNING,
        {"percent": each.percent, "chosen_at": each.chosen_at},
    )


def _certificate(each: Certificate) -> HeldRow:
    return (
        "certificates",
        CERTIFYING,
        {
            "certificate_id": each.certificate_id,
            "enrolment_id": each.enrolment_id,
            "name": each.name,
            "title": each.title,
            "course_version": each.course_version,
            "issued_at": each.issued_at,
            "valid_until": each.valid_until,
            "revoked_at": each.revoked_at,
            "replaces": each.replaces,
            "revocation_reason": each.revocation_reason,
            "credential": each.credential,
        },
    )


def _package(each: Package, subject: str) -> HeldRow:
    return (
        "packages",
        BRINGING,
        {
            "package_id": each.package_id,
            "name": each.name,
            "state": each.state.value,
            "uploaded_at": each.uploaded_at,
            "published_at": each.published_at,
            # Whether it was they; who else had a hand in it is not said.
            "uploaded_by": each.uploaded_by == subject,
            "published_by": each.published_by == subject,
            "withdrawn_by": each.withdrawn_by == subject,
        },
    )


def _booking(each: Booking) -> HeldRow:
    return (
        "led_bookings",
        LEARNING,
        {
            "booking_id": each.booking_id,
            "session_id": each.session_id,
            "name": each.name,
            "status": each.status.value,
            "turn": each.turn,
            "asked_at": each.asked_at,
            "changed_at": each.changed_at,
        },
    )


def _taught(each: LedSession) -> HeldRow:
    return (
        "led_sessions",
        LEARNING,
        {
            "session_id": each.session_id,
            "course_id": each.course_id,
            "scheduled_by": each.scheduled_by,
            "starts_at": each.starts_at,
            "scheduled_at": each.scheduled_at,
        },
    )


def _reminded(told: tuple[DueReminder, datetime]) -> HeldRow:
    each, at = told
    return (
        "reminders",
        LEARNING,
        {
            "about": each.about,
            "kind": each.kind.value,
            "course_id": each.course_id,
            "session_id": each.session_id,
            "moment": each.moment,
            "told_at": at,
        },
    )


def _chosen(choice: ReminderChoice | None) -> Sequence[HeldRow]:
    if choice is None:
        return []
    said = {"stop_token": choice.stop_token, "stopped_at": choice.stopped_at}
    return [("reminder_choices", LEARNING, said)]


def _of_employers(
    requests: Sequence[CourseRequest], records: Sequence[OutsideRecord]
) -> Sequence[HeldRow]:
    asked: list[HeldRow] = [
        ("training_requests", ORGANISING, {"course_id": each.course_id, "due_on": each.due_on})
        for each in requests
    ]
    recorded: list[HeldRow] = [
        (
            "outside_records",
            ORGANISING,
            {
                "title": each.title,
                "provider": each.provider,
                "completed_on": each.completed_on,
                "expires_on": each.expires_on,
            },
        )
        for each in records
    ]
    return [*asked, *recorded]
