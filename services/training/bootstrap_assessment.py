"""Builds assessment and accreditation, for `bootstrap.py`."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap_audit import courses_or_exit
from services.training.domain.course import Catalogue
from services.training.domain.issuer import Issuer
from services.training.inbound.accreditation_rpc import AccreditationServicer
from services.training.inbound.assessment_rpc import AssessmentServicer
from services.training.outbound.published_courses import PublishedCourses
from services.training.usecases.answer_step import AnswerStep
from services.training.usecases.choose_extra_time import ChooseExtraTime
from services.training.usecases.end_enrolments import EndEnrolments
from services.training.usecases.get_extra_time import GetExtraTime
from services.training.usecases.list_course_versions import ListCourseVersions
from services.training.usecases.mark_ended import MarkEnded
from services.training.usecases.mark_overdue import MarkOverdue
from services.training.usecases.ports import Credentials, UnitOfWork
from services.training.usecases.reissue_certificate import ReissueCertificate
from services.training.usecases.save_answers import SaveAnswers
from services.training.usecases.withdraw_version import WithdrawVersion

OVERDUE_SECONDS: Final = 15
ENDED_SECONDS: Final = 300
_CLOCK: Final = SystemClock()


def assessment_servicer(
    work: UnitOfWork, reads: UnitOfWork, courses: Catalogue
) -> AssessmentServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return AssessmentServicer(
        save_answers=SaveAnswers(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        answer_step=AnswerStep(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        get_extra_time=GetExtraTime(unit_of_work=reads),
        choose_extra_time=ChooseExtraTime(unit_of_work=work, clock=_CLOCK),
    )


def accreditation_servicer(
    work: UnitOfWork, reads: UnitOfWork, courses: Catalogue, signer: Credentials, issuer: Issuer
) -> AccreditationServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return AccreditationServicer(
        list_versions=ListCourseVersions(unit_of_work=reads, catalogue=courses),
        withdraw_version=WithdrawVersion(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        reissue_certificate=ReissueCertificate(
            unit_of_work=work,
            catalogue=courses,
            credentials=signer,
            issuer=issuer,
            clock=_CLOCK,
            ids=RandomIds(),
        ),
    )


def clock_parts(work: UnitOfWork) -> dict[str, Part]:
    """Return what marks attempts whose time is up, and ends what is of a version that is over."""
    threads = ThreadPoolExecutor(1, thread_name_prefix="overdue")
    courses = courses_or_exit(PublishedCourses(work))
    mark = MarkOverdue(unit_of_work=work, catalogue=courses, clock=_CLOCK)
    ended = MarkEnded(unit_of_work=work, clock=_CLOCK)
    end = EndEnrolments(unit_of_work=work, clock=_CLOCK)
    return {
        "mark overdue attempts": every(OVERDUE_SECONDS, in_thread(mark, threads)),
        "mark ended certificates": every(ENDED_SECONDS, in_thread(ended, threads)),
        "end enrolments": every(ENDED_SECONDS, in_thread(end, threads)),
    }
