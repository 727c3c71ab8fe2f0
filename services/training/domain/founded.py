"""Whether a certificate is founded on what its holder really answered.

A certificate says that somebody passed. Here that is derived once more from the answers alone: each
attempt is marked anew by the course's file, and nothing that was concluded before is believed. The
same is done from the statements about the attempts, in `stated.py`; the two must agree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum

from chassis.errors import Refusal
from services.training.domain.attempt import GRACE, Attempt
from services.training.domain.certificate import Certificate, months_after
from services.training.domain.course import Course
from services.training.domain.enrolment import Enrolment, completed_at, progress_of
from services.training.domain.withdrawal import Withdrawal


class Flaw(Enum):
    """What is wrong with a certificate; the value is for people who run the platform."""

    NO_ENROLMENT = "nobody enrolled for it"
    OTHER_HOLDER = "its enrolment is somebody else's"
    OTHER_COURSE = "its enrolment is in another course or version"
    NOT_PASSED = "the answers on record do not pass every module"
    MARKED_OTHERWISE = "an attempt stands as passed or not, and its answers say otherwise"
    LATE = "an attempt was handed in after its time was up"
    TOO_EARLY = "it was issued before the last module was passed"
    TOO_LONG = "it is good for longer than the course gives"
    STATEMENT_MISSING = "a statement of what it rests on is missing"
    STATEMENT_CHANGED = "a statement is not as it was written"
    STATEMENT_VOIDED = "a statement that it rests on was voided"
    STATEMENT_TWICE = "two statements tell of the same thing"
    STATEMENT_OF_ANOTHER = "a statement tells of another attempt, question or course"
    STATED_NO_OPTION = "a statement's response is no option of its question"
    STATED_WITHOUT_ANSWERS = "its statements say passed, and tell of no answer"
    STATED_OTHERWISE = "a statement's verdict or score is not what its answers give"
    STATED_FAILED = "its statements do not say that every module was passed"
    STATED_AT_ODDS = "an attempt on record and its statements tell different things"
    STATED_OUT_OF_ORDER = "its statements are not in the order or of the time of what they tell"


def flaws(
    certificate: Certificate,
    course: Course,
    enrolment: Enrolment | None,
    attempts: Iterable[Attempt],
    withdrawal: Withdrawal | None = None,
) -> frozenset[Flaw]:
    """Return what is wrong with a certificate; nothing where it is founded."""
    if enrolment is None:
        return frozenset({Flaw.NO_ENROLMENT})
    found = frozenset(_flaws(certificate, course, enrolment, list(attempts)))
    if withdrawal is None or certificate.issued_at <= withdrawal.withdrawn_at:
        return found
    # Issued since then, it says itself when its version ends.
    late = certificate.valid_until > withdrawal.ends_at
    return found | {Flaw.TOO_LONG} if late else found


def _flaws(
    certificate: Certificate, course: Course, enrolment: Enrolment, attempts: list[Attempt]
) -> Iterator[Flaw]:
    if enrolment.subject != certificate.subject:
        yield Flaw.OTHER_HOLDER
    held = (certificate.course_id, certificate.course_version)
    if (enrolment.course_id, enrolment.course_version) != held:
        yield Flaw.OTHER_COURSE
    anew = [_marked(each, course) for each in attempts]
    if any(
        each is not None and each.passed != kept.passed
        for each, kept in zip(anew, attempts, strict=True)
    ):
        yield Flaw.MARKED_OTHERWISE
    if any(_late(each) for each in attempts):
        yield Flaw.LATE
    done = completed_at(progress_of(course, [each for each in anew if each is not None]))
    if done is None:
        yield Flaw.NOT_PASSED
    elif certificate.issued_at < done.replace(microsecond=0):
        yield Flaw.TOO_EARLY
    if certificate.valid_until > months_after(certificate.issued_at, course.valid_months):
        yield Flaw.TOO_LONG


def _late(attempt: Attempt) -> bool:
    """Tell whether answers were taken after its time was up."""
    if attempt.submitted_at is None or attempt.due_at is None:
        return False
    return attempt.submitted_at > attempt.due_at + GRACE


def _marked(attempt: Attempt, course: Course) -> Attempt | None:
    """Return an attempt as its answers mark it; None where they cannot be answers to it."""
    if attempt.submitted_at is None:
        return None
    blank = replace(attempt, submitted_at=None, answers={}, right=frozenset(), passed=False)
    try:
        module = course.module(attempt.module_id)
        return blank.submit(
            attempt.answers, module=module, pass_mark=course.pass_mark, at=attempt.submitted_at
        )
    except (Refusal, KeyError):
        return blank  # not handed in: it passes nothing
