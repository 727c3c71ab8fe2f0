"""What an organisation sees of its own people's training, and what it asks them to take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import NotTrainingManager

SECURITY_LEAD: Final = "security-lead"
REMINDED_BEFORE: Final = timedelta(days=14)
"""How long before the day that is asked for somebody is reminded, once."""


class Change(Enum):
    """What became of something that is to hold."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRequest:
    """An organisation asks one of its people to take a course by a day."""

    organisation_id: str
    subject: str
    course_id: UUID
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRecord:
    """Training with somebody else, as the employer recorded it: no certificate of ours."""

    organisation_id: str
    subject: str
    title: str
    provider: str
    completed_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """One enrolment, with until when its certificate is good if it was not revoked.

    That is no longer than the version that it is of: see `Withdrawal`.
    """

    subject: str
    course_id: UUID
    course_version: int
    status: EnrolmentStatus
    enrolled_at: datetime
    completed_at: datetime | None
    certified_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStanding:
    """How far somebody is with a course: their newest enrolment, and the day asked for."""

    course_id: UUID
    newest: Learned | None
    certified_until: datetime | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One of the organisation's people, as their managers see them."""

    subject: str
    courses: Sequence[CourseStanding]
    records: Sequence[OutsideRecord]


def managed_by(caller: Principal) -> str:
    """Return the organisation whose people's training somebody manages.

    Raises:
        NotTrainingManager: they are neither admin nor security lead of one.
    """
    manages = caller.organisation_admin or SECURITY_LEAD in caller.roles
    if caller.organisation_id is None or not manages:
        raise NotTrainingManager("Only an admin or the security lead of an organisation may.")
    return caller.organisation_id


def standings(
    learned: Iterable[Learned], requests: Iterable[CourseRequest]
) -> Sequence[CourseStanding]:
    """Return how far one person is with each course that they began or are asked to take."""
    by_course: dict[UUID, list[Learned]] = {}
    for each in learned:
        by_course.setdefault(each.course_id, []).append(each)
    asked = {each.course_id: each.due_on for each in requests}
    return [
        _standing(course_id, by_course.get(course_id, []), asked.get(course_id))
        for course_id in sorted(by_course.keys() | asked.keys())
    ]


def _standing(course_id: UUID, learned: Sequence[Learned], due_on: date | None) -> CourseStanding:
    ends = [each.certified_until for each in learned if each.certified_until is not None]
    return CourseStanding(
        course_id=course_id,
        newest=max(learned, key=lambda each: each.enrolled_at, default=None),
        certified_until=max(ends, default=None),
        due_on=due_on,
    )


def waits(standing: CourseStanding, today: date) -> bool:
    """Tell whether a course is asked for that somebody has still to take.

    Who completed it and whose certificate, if they have one, is good on the day asked for, has not.
    """
    newest = standing.newest
    if standing.due_on is None:
        return False
    if newest is None or newest.status is not EnrolmentStatus.COMPLETED:
        held = standing.certified_until
        return held is None or held.date() < max(standing.due_on, today)
    ends = standing.certified_until
    return ends is not None and ends.date() < standing.due_on
