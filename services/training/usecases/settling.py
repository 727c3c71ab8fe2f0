"""What follows once an attempt was marked, by its learner's hand or by the clock."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.attempt import Attempt
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.errors import AttemptNotFound, EnrolmentNotFound
from services.training.domain.events import CourseCompleted
from services.training.domain.withdrawal import Withdrawal
from services.training.usecases.ports import Stores
from services.training.usecases.reading import learnings, own_enrolment


def locked(tx: Stores, caller: Principal, attempt_id: UUID) -> tuple[Attempt, Enrolment]:
    """Return an attempt of the caller as it stands once nobody else can change it.

    Raises:
        AttemptNotFound: there is none, or it is somebody else's; the two look the same.
    """
    enrolment_id = tx.attempts.get(attempt_id).enrolment_id
    try:
        enrolment = own_enrolment(tx.enrolments, caller, enrolment_id, lock=True)
    except EnrolmentNotFound:
        raise AttemptNotFound("There is no such attempt.") from None
    return tx.attempts.get(attempt_id), enrolment


def must_go_on(tx: Stores, enrolment: Enrolment, at: datetime) -> Withdrawal | None:
    """See that an enrolment's version has not ended; return its withdrawal, if it has one.

    Raises:
        CourseWithdrawn: it was withdrawn, and its end has come.
    """
    withdrawal = tx.withdrawals.of(enrolment.course_id, enrolment.course_version)
    if withdrawal is not None:
        withdrawal.must_not_be_over(at)
    return withdrawal


def settled(
    tx: Stores,
    catalogue: Catalogue,
    enrolment: Enrolment,
    *,
    at: datetime,
    caller: Principal | None,
    marked: Sequence[Attempt],
) -> Enrolment:
    """Complete or fail an open enrolment when its attempts settle that, and tell everyone.

    What was `marked` just now is told as statements in the same transaction (docs/adr/0138).
    Without a `caller`, when the clock marked, nothing is counted: nobody did anything.
    """
    learning = learnings(tx, catalogue, [enrolment])[0]
    now = enrolment.assessed(learning.course, list(learning.progress))
    done = now != enrolment and now.status is EnrolmentStatus.COMPLETED
    tx.course_record.tell(enrolment, learning.course, marked, course_completed=done)
    if now == enrolment:
        return enrolment
    tx.enrolments.save(now)
    if done:
        tx.outbox.add(CourseCompleted(now))
        if caller is not None:
            title = learning.course.title
            tx.outbox.add(Used(caller=caller, metric="training.completed", at=at, detail=title))
    return now


def run_out(
    tx: Stores,
    catalogue: Catalogue,
    enrolment: Enrolment,
    *,
    at: datetime,
    caller: Principal | None = None,
) -> Enrolment:
    """Mark what was kept of each attempt whose time is up; `enrolment` is locked by the caller."""
    if enrolment.status is not EnrolmentStatus.OPEN:
        return enrolment
    course = catalogue.version(enrolment.course_id, enrolment.course_version)
    attempts = tx.attempts.of_enrolments([enrolment.enrolment_id])
    over = [each for each in attempts if each.is_over(at)]
    marked = [
        each.run_out(module=course.module(each.module_id), pass_mark=course.pass_mark)
        for each in over
    ]
    for each in marked:
        tx.attempts.save(each)
    if not marked:
        return enrolment
    return settled(tx, catalogue, enrolment, at=at, caller=caller, marked=marked)
