"""What the verbs read first: a learner's own enrolment, and how far they are in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.certificate import Certificate
from services.training.domain.course import Catalogue, Course
from services.training.domain.enrolment import Enrolment, ModuleProgress, progress_of
from services.training.domain.errors import EnrolmentNotFound
from services.training.domain.withdrawal import none_longer
from services.training.usecases.ports import Enrolments, Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """An enrolment with all that a learner sees of it."""

    enrolment: Enrolment
    course: Course
    progress: Sequence[ModuleProgress]
    certificate: Certificate | None


def own_enrolment(
    enrolments: Enrolments, caller: Principal, enrolment_id: UUID, *, lock: bool = False
) -> Enrolment:
    """Return an enrolment of the caller.

    Raises:
        EnrolmentNotFound: there is none, or it is somebody else's; the two look the same.
    """
    enrolment = enrolments.get(enrolment_id, lock=lock)
    if enrolment.subject != caller.person:
        raise EnrolmentNotFound("There is no such enrolment.")
    return enrolment


def learnings(
    tx: Stores, catalogue: Catalogue, enrolments: Sequence[Enrolment]
) -> Sequence[Learning]:
    """Return enrolments with their progress and certificates, by one look-up of each."""
    ids = [each.enrolment_id for each in enrolments]
    attempts, certificates = tx.attempts.of_enrolments(ids), tx.certificates.of_enrolments(ids)
    # Of two for one enrolment the one that stands, which was issued anew.
    in_order = sorted(certificates, key=lambda each: (each.revoked_at is None, each.issued_at))
    ended = tx.withdrawals.everything() if in_order else ()
    held = {each.enrolment_id: each for each in none_longer(in_order, ended)}
    found = []
    for each in enrolments:
        course = catalogue.version(each.course_id, each.course_version)
        mine = [one for one in attempts if one.enrolment_id == each.enrolment_id]
        found.append(
            Learning(
                enrolment=each,
                course=course,
                progress=progress_of(course, mine),
                certificate=held.get(each.enrolment_id),
            )
        )
    return found


def newest_known(
    catalogue: Catalogue,
    caller: Principal,
    course_id: UUID,
    withdrawn: Collection[tuple[UUID, int]],
    mine: Sequence[Enrolment],
) -> Course:
    """Return the version that is offered; who ever began the course keeps it in another sector.

    Raises:
        CourseNotFound: there is none that the caller may know of.
    """
    begun = any(each.course_id == course_id for each in mine)
    return catalogue.newest(caller, course_id, withdrawn, begun=begun)


def followed(
    tx: Stores, catalogue: Catalogue, caller: Principal, course_id: UUID
) -> Learning | None:
    """Return the caller's open enrolment in a course, or None.

    Raises:
        CourseNotFound: they may not know of its version any more.
    """
    if caller.subject is None:
        return None
    enrolment = tx.enrolments.open_of(caller.subject, course_id)
    if enrolment is None:
        return None
    (learning,) = learnings(tx, catalogue, [enrolment])
    learning.course.shown_to(caller)
    return learning
