"""What a case still needs, and why one was refused: codes, which pages say in words."""

from enum import Enum
from typing import Final


class Missing(Enum):
    """What a tier still needs of a case."""

    PROFILE = "PROFILE"
    CALL_BACK = "CALL_BACK"
    CALL_BACK_DENIED = "CALL_BACK_DENIED"
    ORGANISATION = "ORGANISATION"
    SPONSOR = "SPONSOR"


MISSING_WORDS: Final = {
    Missing.PROFILE: "no GPG 45 profile of the level needed is met",
    Missing.CALL_BACK: "no call-back to an independently found contact was answered",
    Missing.CALL_BACK_DENIED: "whoever answered the last call-back knows nothing of it",
    Missing.ORGANISATION: "the organisation was not confirmed",
    Missing.SPONSOR: "nobody vouches for the person, and they sit in no seat",
}


class RefusalReason(Enum):
    """Why a case was refused, as the applicant is told; what made an officer wary is not here."""

    EVIDENCE_NOT_ENOUGH = "EVIDENCE_NOT_ENOUGH"
    EVIDENCE_NOT_ACCEPTED = "EVIDENCE_NOT_ACCEPTED"
    CALL_BACK_FAILED = "CALL_BACK_FAILED"
    ORGANISATION_NOT_CONFIRMED = "ORGANISATION_NOT_CONFIRMED"
    NOBODY_VOUCHES = "NOBODY_VOUCHES"
    CHECKS_NOT_PASSED = "CHECKS_NOT_PASSED"
