"""The facts for which training refuses."""

from collections.abc import Sequence

from chassis.errors import (
    Conflict,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    Unauthenticated,
    Unmet,
)


class CourseNotFound(NotFound):
    """There is no such course, or the caller may not know of it."""

    reason = "COURSE_NOT_FOUND"


class ModuleNotFound(NotFound):
    """The course has no such module."""

    reason = "MODULE_NOT_FOUND"


class FilmNotFound(NotFound):
    """The module has no film."""

    reason = "FILM_NOT_FOUND"


class EnrolmentNotFound(NotFound):
    """There is no such enrolment, or it is somebody else's."""

    reason = "ENROLMENT_NOT_FOUND"


class AlreadyEnrolled(Unmet):
    """An enrolment in the course is under way."""

    reason = "ALREADY_ENROLLED"


class PrerequisitesMissing(Unmet):
    """The course asks for others to be completed first."""

    reason = "PREREQUISITES_MISSING"

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(f"Complete first: {'; '.join(titles)}.")


class EnrolmentClosed(Unmet):
    """The enrolment is completed or failed: nothing is tried in it any more."""

    reason = "ENROLMENT_CLOSED"


class ModulePassed(Unmet):
    """The module is passed already."""

    reason = "MODULE_PASSED"


class AttemptNotFound(NotFound):
    """There is no such attempt, or it is somebody else's."""

    reason = "ATTEMPT_NOT_FOUND"


class AttemptSubmitted(Unmet):
    """The attempt was handed in already."""

    reason = "ATTEMPT_SUBMITTED"


class QuestionNotDrawn(Invalid):
    """An answer is to a question that this attempt does not ask."""

    reason = "QUESTION_NOT_DRAWN"


class StepNotReached(Unmet):
    """No choice that was made so far leads to this step of a scenario."""

    reason = "STEP_NOT_REACHED"


class StepAnswered(Unmet):
    """A choice at this step of a scenario was made already: what came after it is known."""

    reason = "STEP_ANSWERED"


class CourseNotCompleted(Unmet):
    """Our own record of attempts does not show every module passed."""

    reason = "COURSE_NOT_COMPLETED"


class CourseWithdrawn(Unmet):
    """This version of the course was withdrawn, and its end has come."""

    reason = "COURSE_WITHDRAWN"


class VersionWithdrawn(Unmet):
    """This version of the course was withdrawn already."""

    reason = "VERSION_WITHDRAWN"


class CertificateReissued(Unmet):
    """The certificate is one that was issued anew; that is done once."""

    reason = "CERTIFICATE_REISSUED"


class CertificateHeld(Unmet):
    """The certificate of this enrolment was issued already."""

    reason = "CERTIFICATE_HELD"


class CertificateNotFound(NotFound):
    """There is no such certificate, or it is somebody else's."""

    reason = "CERTIFICATE_NOT_FOUND"


class CertificateEnded(Unmet):
    """The certificate was revoked already."""

    reason = "CERTIFICATE_REVOKED"


class CertificateExpired(Unmet):
    """The certificate is over: what is issued anew would never be good."""

    reason = "CERTIFICATE_EXPIRED"


class NameNotPrintable(Unmet):
    """No font that we have can show the name; the credential itself has it."""

    reason = "NAME_NOT_PRINTABLE"


class StatusListNotFound(NotFound):
    """There is no such status list."""

    reason = "STATUS_LIST_NOT_FOUND"


class StatementRefused(Denied):
    """A statement breaks a rule of cmi5; `rule` is its name, as it is counted and shown."""

    reason = "STATEMENT_REFUSED"

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(f"{rule}: {words}")
        self.rule = rule


class UnitNotFound(NotFound):
    """The course has no such unit, or is no package."""

    reason = "UNIT_NOT_FOUND"


class UnitWaived(Unmet):
    """The unit is waived already."""

    reason = "UNIT_WAIVED"


class UnitSatisfied(Unmet):
    """The unit is satisfied already: there is nothing to waive."""

    reason = "UNIT_SATISFIED"


class SessionUnknown(Unauthenticated):
    """No launch has this token."""

    reason = "SESSION_UNKNOWN"


class StatementChanged(Conflict):
    """A statement with this id is kept, and says something else."""

    reason = "STATEMENT_CHANGED"


class StatementNotFound(NotFound):
    """This registration has no such statement."""

    reason = "STATEMENT_NOT_FOUND"


class StatementsFull(Exhausted):
    """The registration has as many statements as it may."""

    reason = "STATEMENTS_FULL"


class DocumentNotFound(NotFound):
    """There is no such document."""

    reason = "UNIT_DOCUMENT_NOT_FOUND"


class DocumentChanged(Unmet):
    """The document is not the one that If-Match or If-None-Match asks for."""

    reason = "UNIT_DOCUMENT_CHANGED"


class DocumentPreconditionNeeded(Conflict):
    """A profile that is there is replaced only by who says which one they saw."""

    reason = "UNIT_DOCUMENT_PRECONDITION_NEEDED"


class DocumentOfPlatform(Denied):
    """The document is the platform's: a unit reads it, and changes nothing."""

    reason = "UNIT_DOCUMENT_OF_PLATFORM"


class DocumentsFull(Exhausted):
    """The registration has as many documents as it may."""

    reason = "UNIT_DOCUMENTS_FULL"


class NotThisActor(Denied):
    """A session knows its own learner alone."""

    reason = "NOT_THIS_ACTOR"


class FetchRefused(Unmet):
    """The token of a session was given already, or is given no more."""

    reason = "FETCH_REFUSED"


class CourseNotExportable(Unmet):
    """The course may not leave the platform, or has nothing by which somebody checks themselves."""

    reason = "COURSE_NOT_EXPORTABLE"


class SelfWaiver(Denied):
    """Whoever learns does not waive what they are to learn."""

    reason = "SELF_WAIVER"


class NotTrainingManager(Denied):
    """The caller is neither admin nor security lead of an organisation."""

    reason = "NOT_TRAINING_MANAGER"


class NoCertificate(Unmet):
    """The caller has no certificate that is good now."""

    reason = "NO_CERTIFICATE"
