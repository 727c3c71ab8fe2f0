"""Builds the audit of certificates, for `bootstrap.py`."""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import SystemClock
from services.training.domain.course import Catalogue
from services.training.domain.course_files import BadCourse, load_courses
from services.training.outbound.audit_measures import PrometheusAuditMeasures
from services.training.outbound.published_courses import PublishedCourses
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.tell_earlier import TellEarlier

AUDIT_SECONDS: Final = 24 * 3600
TELL_SECONDS: Final = 300
"""Between two looks for attempts that nothing is said of: a process of before may mark some."""


def courses_or_exit(published: PublishedCourses) -> Catalogue:
    """Read every built-in course; one that is wrong ends the process, with the file's name."""
    try:
        return Catalogue(load_courses(), published)
    except BadCourse as bad:
        sys.exit(str(bad))


def audit_on(work: UnitOfWork) -> AuditCertificates:
    """Return the audit. It needs a transaction: certificates are read by a cursor, not all at once.

    So no `open_reader`, which has none, though it only reads.
    """
    return AuditCertificates(
        unit_of_work=work,
        catalogue=courses_or_exit(PublishedCourses(work)),
        clock=SystemClock(),
        measures=PrometheusAuditMeasures(),
    )


def audit_parts(work: UnitOfWork) -> dict[str, Part]:
    """Return what audits every certificate once a day, and tells of what nothing is said of yet.

    Each has a thread of its own.
    """
    threads = ThreadPoolExecutor(1, thread_name_prefix="audit")
    telling = ThreadPoolExecutor(1, thread_name_prefix="telling")
    tell = TellEarlier(unit_of_work=work, catalogue=courses_or_exit(PublishedCourses(work)))
    return {
        "audit certificates": every(AUDIT_SECONDS, in_thread(audit_on(work), threads)),
        "tell earlier attempts": every(TELL_SECONDS, in_thread(tell, telling)),
    }
