"""The words of verification: where a case stands, what is missing, what an officer looks at."""

from typing import Final

from flask_babel import lazy_gettext

STATUSES: Final = {
    "OPEN": lazy_gettext("Being checked"),
    "PROPOSED": lazy_gettext("Waiting for a second reviewer"),
    "GRANTED": lazy_gettext("Granted"),
    "REFUSED": lazy_gettext("Refused"),
    "APPEALED": lazy_gettext("Appealed: waiting for another reviewer"),
    "UPHELD": lazy_gettext("Refused, and refused on appeal"),
    "WITHDRAWN": lazy_gettext("Withdrawn"),
}
MISSING: Final = {
    "PROFILE": lazy_gettext("Enough evidence of who the person is"),
    "CALL_BACK": lazy_gettext("A call to the organisation, which was answered"),
    "CALL_BACK_DENIED": lazy_gettext("Whoever answered the last call knew nothing of it"),
    "ORGANISATION": lazy_gettext("The organisation's word that the person acts for it"),
    "SPONSOR": lazy_gettext("Somebody trusted who vouches for the person, or a seat"),
}
OWN_MISSING: Final = {
    "PROFILE": lazy_gettext("Enough evidence of who you are"),
    "CALL_BACK": lazy_gettext("A call to your organisation, which was answered"),
    "ORGANISATION": lazy_gettext("Your organisation's word that you act for it"),
    "SPONSOR": lazy_gettext("Somebody trusted who vouches for you, or a seat"),
}
"""The same, as the person is told: of a call that was answered otherwise they learn nothing."""

REFUSALS: Final = {
    "EVIDENCE_NOT_ENOUGH": lazy_gettext("The documents shown were not enough."),
    "EVIDENCE_NOT_ACCEPTED": lazy_gettext("A document could not be accepted."),
    "CALL_BACK_FAILED": lazy_gettext("The organisation could not be reached."),
    "ORGANISATION_NOT_CONFIRMED": lazy_gettext(
        "The organisation did not confirm that you act for it."
    ),
    "NOBODY_VOUCHES": lazy_gettext("Nobody trusted vouches for you."),
    "CHECKS_NOT_PASSED": lazy_gettext("The checks that we make of everyone were not passed."),
}
KINDS: Final = {
    "EVIDENCE": lazy_gettext("Evidence: a document"),
    "ACTIVITY": lazy_gettext("Activity: the identity has existed over time"),
    "FRAUD": lazy_gettext("Fraud: the identity is at no high risk"),
    "VERIFICATION": lazy_gettext("Verification: the identity is this person's"),
    "CALL_BACK": lazy_gettext("Call-back to the organisation"),
    "ORGANISATION": lazy_gettext("The organisation's word"),
}
SOURCES: Final = {
    "COMPANY_REGISTER": lazy_gettext("The register of companies"),
    "CHARITY_REGISTER": lazy_gettext("A register of charities"),
    "OFFICIAL_DIRECTORY": lazy_gettext("A directory of an authority or a regulator"),
    "ORGANISATION_WEBSITE": lazy_gettext("The organisation's own website"),
    "KNOWN_BEFORE": lazy_gettext("Known to us from before"),
}
CALLS: Final = {
    "CONFIRMED": lazy_gettext("They confirmed it"),
    "NO_ANSWER": lazy_gettext("Nobody was reached"),
    "DENIED": lazy_gettext("They know nothing of it"),
}
ASKED: Final = {
    "WAITING": lazy_gettext("Being asked"),
    "ANSWERED": lazy_gettext("Answered: see the checks"),
    "BY_HAND": lazy_gettext("No provider does this: check by hand"),
    "FAILED": lazy_gettext("No answer: check by hand"),
    "DROPPED": lazy_gettext("No longer needed"),
}
STRENGTHS: Final = {
    1: lazy_gettext("a document with your name, such as a letter of a bank"),
    2: lazy_gettext("a document that was given after a check, such as a bank's statement"),
    3: lazy_gettext("a document of an authority with a photograph, such as a driving licence"),
    4: lazy_gettext("a passport or another document with a chip"),
}
"""What a document of a strength is, in plain words."""
