"""The facts for which identity refuses what is asked of a case."""

from chassis.errors import Conflict, Denied, Exhausted, Invalid, NotFound, Unavailable, Unmet


class NothingToAppeal(Unmet):
    """The case was not refused, or its appeal was decided."""

    reason = "NOTHING_TO_APPEAL"


class AppealTooLate(Unmet):
    """The time in which a refusal may be appealed is over."""

    reason = "APPEAL_TOO_LATE"


class AppealNeedsAnother(Denied):
    """Whoever refused a case does not decide its appeal."""

    reason = "APPEAL_NEEDS_ANOTHER"


class SecondReviewerNeeded(Denied):
    """Whoever proposed the highest tier does not decide on it as well."""

    reason = "SECOND_REVIEWER_NEEDED"


class ReviewedBySponsor(Denied):
    """Whoever vouches for a person does not review their case, nor the other way about."""

    reason = "REVIEWED_BY_SPONSOR"


class ReviewedByInviter(Denied):
    """Whoever invited a person to an organisation does not review them."""

    reason = "REVIEWED_BY_INVITER"


class ReviewedByColleague(Denied):
    """Nobody reviews a person of their own organisation."""

    reason = "REVIEWED_BY_COLLEAGUE"


class VerificationClaimed(Conflict):
    """Another officer is working on the case."""

    reason = "VERIFICATION_CLAIMED"


class VerificationNotClaimed(Unmet):
    """The caller is not working on the case."""

    reason = "VERIFICATION_NOT_CLAIMED"


class TooManyClaims(Exhausted):
    """The officer works on as many cases as one may."""

    reason = "TOO_MANY_CLAIMS"


class TooManyChecks(Exhausted):
    """The case has as many checks as one may have."""

    reason = "TOO_MANY_CHECKS"


class ContactFromForm(Invalid):
    """The contact of a call-back is one that the applicant gave."""

    reason = "CONTACT_FROM_FORM"


class SponsorNotWanted(Unmet):
    """The case needs no sponsor, or has one."""

    reason = "SPONSOR_NOT_WANTED"


class SelfSponsorship(Denied):
    """Nobody vouches for themselves."""

    reason = "SELF_SPONSORSHIP"


class NoCase(NotFound):
    """The person never asked to be verified."""

    reason = "NO_CASE"


class TooManyProviderChecks(Exhausted):
    """As much was asked of providers about the case as may be."""

    reason = "TOO_MANY_PROVIDER_CHECKS"


class ProviderUnavailable(Unavailable):
    """A provider of evidence does not answer, or refuses us for now."""

    reason = "PROVIDER_UNAVAILABLE"


class ProviderAnswerBad(Unavailable):
    """A provider of evidence answered what cannot be."""

    reason = "PROVIDER_ANSWER_BAD"
