"""The facts for which identity refuses."""

from chassis.errors import (
    Conflict,
    Denied,
    Exhausted,
    Invalid,
    NotFound,
    Unauthenticated,
    Unavailable,
    Unmet,
)


class ApplicationNotFound(NotFound):
    """The confirmation token was never given, or is too old."""

    reason = "APPLICATION_NOT_FOUND"


class SubscriberNotFound(NotFound):
    """There is no such person."""

    reason = "SUBSCRIBER_NOT_FOUND"


class VerificationNotFound(NotFound):
    """There is no such case."""

    reason = "VERIFICATION_NOT_FOUND"


class VerificationOpen(Conflict):
    """A case is open already."""

    reason = "VERIFICATION_OPEN"


class VerificationClosed(Unmet):
    """The case was decided."""

    reason = "VERIFICATION_CLOSED"


class TierHeld(Unmet):
    """The person holds this tier, or a higher one, already."""

    reason = "TIER_HELD"


class OwnVerification(Denied):
    """Nobody handles their own case."""

    reason = "OWN_VERIFICATION"


class CheckedBySameOfficer(Denied):
    """Whoever recorded a check cannot decide."""

    reason = "CHECKED_BY_SAME_OFFICER"


class EvidenceChanged(Conflict):
    """The checks are not those that were read."""

    reason = "EVIDENCE_CHANGED"


class ProfileNotMet(Unmet):
    """The checks do not carry the tier: says what is missing."""

    reason = "PROFILE_NOT_MET"


class SelfSuspension(Denied):
    """Nobody suspends themselves: it is a way to hide."""

    reason = "SELF_SUSPENSION"


class SubscriberNotSuspended(Unmet):
    """The account is not suspended."""

    reason = "SUBSCRIBER_NOT_SUSPENDED"


class SubscriberNotActive(Unmet):
    """The account is suspended or closed."""

    reason = "SUBSCRIBER_NOT_ACTIVE"


class RestoredBySuspender(Denied):
    """Whoever suspended an account cannot restore it."""

    reason = "RESTORED_BY_SUSPENDER"


class AccountsUnavailable(Unavailable):
    """Keycloak does not answer; what was asked may be asked again."""

    reason = "ACCOUNTS_UNAVAILABLE"


class AccountsRefused(AccountsUnavailable):
    """Keycloak answers, and does not take this; `lasting` says that it is we who are wrong."""

    def __init__(self, message: str, *, lasting: bool) -> None:
        super().__init__(message)
        self.lasting = lasting


class MailUnavailable(Unavailable):
    """The mail server does not take mail; it stays in the outbox."""

    reason = "MAIL_UNAVAILABLE"


class PostcodeNotCovered(Invalid):
    """The postcode is in none of our regions."""

    reason = "POSTCODE_NOT_COVERED"


class PostcodeAreaNotFound(NotFound):
    """The imported directory has no point of a postcode that begins so."""

    reason = "POSTCODE_AREA_NOT_FOUND"


class SubscriptionRequestNotFound(NotFound):
    """The link or code was never given, is too old, or was tried too often."""

    reason = "SUBSCRIPTION_REQUEST_NOT_FOUND"


class WrongCode(Invalid):
    """The code is not the one that was sent."""

    reason = "WRONG_CODE"


class SubscriptionNotFound(NotFound):
    """The stop link was never given."""

    reason = "SUBSCRIPTION_NOT_FOUND"


class TooManyPostcodes(Unmet):
    """The address has as many postcodes as one may have."""

    reason = "TOO_MANY_POSTCODES"


class CallbackRefused(Unauthenticated):
    """The caller is not the provider of text messages."""

    reason = "CALLBACK_REFUSED"


class TextsUnavailable(Unavailable):
    """The provider takes no text; it stays in the outbox."""

    reason = "TEXTS_UNAVAILABLE"


class TextRefused(Unmet):
    """The provider will never take this text: the number is none that it can reach."""

    reason = "TEXT_REFUSED"


class DirectoryRefused(Unmet):
    """A postcode directory is too broken, or too small, to take the place of what is there."""

    reason = "DIRECTORY_REFUSED"


class OrganisationNotFound(NotFound):
    """The person belongs to no organisation."""

    reason = "ORGANISATION_NOT_FOUND"


class OrganisationHeld(Unmet):
    """The person belongs to an organisation already."""

    reason = "ORGANISATION_HELD"


class PremisesNotFound(NotFound):
    """There are no such premises, or they are another organisation's."""

    reason = "PREMISES_NOT_FOUND"


class TooManyPremises(Unmet):
    """The organisation has as many premises as one may have."""

    reason = "TOO_MANY_PREMISES"


class PasskeyRefused(Unauthenticated):
    """A passkey's word is not good; what is wrong with it is said to nobody."""

    reason = "PASSKEY_REFUSED"


class PasskeyKnown(Conflict):
    """Somebody has this passkey already."""

    reason = "PASSKEY_KNOWN"


class PasskeyNotFound(NotFound):
    """There is no such passkey of the caller's."""

    reason = "PASSKEY_NOT_FOUND"


class TooManyPasskeys(Exhausted):
    """The caller has as many as one may have."""

    reason = "TOO_MANY_PASSKEYS"


class SeatNotFound(NotFound):
    """There is no such seat, or the caller has nothing to do with it."""

    reason = "SEAT_NOT_FOUND"


class SeatThere(Conflict):
    """There are as many seats for that as there may be."""

    reason = "SEAT_THERE"


class SeatClosed(Unmet):
    """The seat was taken away."""

    reason = "SEAT_CLOSED"


class SeatOccupied(Unmet):
    """Somebody sits there."""

    reason = "SEAT_OCCUPIED"


class PositionVacant(Unmet):
    """Nobody sits there."""

    reason = "POSITION_VACANT"


class SeatTwice(Unmet):
    """One person would be holder and deputy of one seat."""

    reason = "SEAT_TWICE"


class SelfAppointment(Denied):
    """Somebody would put themselves into a seat."""

    reason = "SELF_APPOINTMENT"


class SeatNotYours(Denied):
    """The seat is appointed to by somebody else."""

    reason = "SEAT_NOT_YOURS"


class UnfitForSeat(Unmet):
    """The account may not be used, or is not verified."""

    reason = "UNFIT_FOR_SEAT"


class SecurityLeadHeld(Unmet):
    """Somebody else leads the security of the organisation."""

    reason = "SECURITY_LEAD_HELD"
