"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from kernel.markings import Marking
from kernel.usage import Used
from services.training.domain.certificate import Certificate
from services.training.domain.course import Course
from services.training.domain.enrolment import Enrolment


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """A learner passed every module of a course."""

    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """A certificate was issued."""

    certificate: Certificate


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A certificate was revoked."""

    certificate: Certificate


class LearnerMail(Enum):
    """What a learner is to be mailed of."""

    MOVED_UP = "MOVED_UP"
    SESSION_CANCELLED = "SESSION_CANCELLED"
    CERTIFICATE_ENDS = "CERTIFICATE_ENDS"
    COURSE_UNFINISHED = "COURSE_UNFINISHED"
    COURSE_ASKED = "COURSE_ASKED"
    SESSION_SOON = "SESSION_SOON"
    SESSION_MOVED = "SESSION_MOVED"
    NO_MORE = "NO_MORE"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerMailDue:
    """Somebody is to be mailed now; identity knows the address, the language and quiet hours.

    `about` is the session or course that the mail leads to, and `moment` when it is of account.
    `course` is None for one that is not in the catalogue any more. `mail_id` names the mail where
    it may be taken back; those of `takes_back` are not sent any more if they wait still.
    """

    mail: LearnerMail
    subject: str
    course: Course | None
    about: UUID
    moment: datetime
    at: datetime
    stop_token: str = ""
    mail_id: UUID | None = None
    takes_back: tuple[UUID, ...] = ()

    @property
    def titles(self) -> tuple[str, str]:
        """The course's title and its Welsh one; empty for what not everybody may know of."""
        course = self.course
        if course is None or course.marking != Marking.clear():
            return "", ""
        return course.title, course.title_cy


Snapshot = CourseCompleted | CertificateIssued | CertificateRevoked
Event = Snapshot | LearnerMailDue | Used
