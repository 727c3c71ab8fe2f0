"""What training refuses, and the status of each reason."""

from typing import Final

from services.training.domain import errors, led_errors, package_errors

MODULES: Final = (errors, led_errors, package_errors)
_BY_STATUS: Final = {
    400: ("QUESTION_NOT_DRAWN",),
    401: ("SESSION_UNKNOWN",),
    403: (
        "NOT_THIS_ACTOR",
        "NOT_TRAINING_MANAGER",
        "SELF_PUBLICATION",
        "SELF_WAIVER",
        "STATEMENT_REFUSED",
        "UNIT_DOCUMENT_OF_PLATFORM",
    ),
    404: (
        "ATTEMPT_NOT_FOUND",
        "BOOKING_NOT_FOUND",
        "CERTIFICATE_NOT_FOUND",
        "COURSE_NOT_FOUND",
        "ENROLMENT_NOT_FOUND",
        "FILM_NOT_FOUND",
        "MODULE_NOT_FOUND",
        "PACKAGE_NOT_FOUND",
        "SESSION_NOT_FOUND",
        "STATEMENT_NOT_FOUND",
        "STATUS_LIST_NOT_FOUND",
        "UNIT_DOCUMENT_NOT_FOUND",
        "UNIT_NOT_FOUND",
    ),
    409: (
        "ALREADY_BOOKED",
        "ALREADY_ENROLLED",
        "ATTEMPT_SUBMITTED",
        "ATTENDANCE_TOO_EARLY",
        "BOOKING_CLOSED",
        "CERTIFICATE_EXPIRED",
        "CERTIFICATE_HELD",
        "CERTIFICATE_REISSUED",
        "CERTIFICATE_REVOKED",
        "COURSE_NOT_COMPLETED",
        "COURSE_NOT_EXPORTABLE",
        "COURSE_WITHDRAWN",
        "ENROLMENT_CLOSED",
        "FETCH_REFUSED",
        "ILLEGAL_PACKAGE_MOVE",
        "MODULE_PASSED",
        "NAME_NOT_PRINTABLE",
        "NOT_OF_PACKAGES",
        "NO_CERTIFICATE",
        "PACKAGE_CHANGED",
        "PIECE_OUT_OF_ORDER",
        "PREREQUISITES_MISSING",
        "SESSION_CANCELLED",
        "SESSION_OVER",
        "STATEMENT_CHANGED",
        "STEP_ANSWERED",
        "STEP_NOT_REACHED",
        "UNIT_DOCUMENT_CHANGED",
        "UNIT_DOCUMENT_PRECONDITION_NEEDED",
        "UNIT_SATISFIED",
        "UNIT_WAIVED",
        "UPLOAD_CLOSED",
        "UPLOAD_INCOMPLETE",
        "VERSION_WITHDRAWN",
        "WAITING_LIST_FULL",
    ),
    429: (
        "LOOK_BUSY",
        "STATEMENTS_FULL",
        "TOO_MANY_UPLOADS",
        "UNIT_DOCUMENTS_FULL",
    ),
}
OF_TRAINING: Final = {each: status for status, of in _BY_STATUS.items() for each in of}
"""The status of each reason."""
