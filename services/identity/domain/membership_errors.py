"""The facts for which identity refuses about who belongs to an organisation."""

from chassis.errors import Denied, Exhausted, NotFound, Unmet


class NotOrganisationAdmin(Denied):
    """Only an admin of the organisation may do this."""

    reason = "NOT_ORGANISATION_ADMIN"


class InvitationNotFound(NotFound):
    """There is no such invitation, or it is good no more."""

    reason = "INVITATION_NOT_FOUND"


class TooManyInvitations(Exhausted):
    """The organisation has as many open, or invited as many today, as one may."""

    reason = "TOO_MANY_INVITATIONS"


class ResentTooOften(Exhausted):
    """The invitation was mailed a short while ago, or as often as one may."""

    reason = "RESENT_TOO_OFTEN"


class PremisesLeftBehind(Unmet):
    """The organisation that would be closed has premises, and nobody said what becomes of them."""

    reason = "PREMISES_LEFT_BEHIND"


class TooManyMembers(Unmet):
    """As many belong to the organisation as may."""

    reason = "TOO_MANY_MEMBERS"


class MemberNotFound(NotFound):
    """Nobody of the caller's organisation is that."""

    reason = "MEMBER_NOT_FOUND"


class LastAdmin(Unmet):
    """Nobody else is admin of the organisation: somebody must be made one first."""

    reason = "LAST_ADMIN"


class LastMember(Unmet):
    """Nobody else belongs to the organisation: leaving it closes it."""

    reason = "LAST_MEMBER"


class SelfRemoval(Denied):
    """Nobody removes themselves: they leave."""

    reason = "SELF_REMOVAL"


class OrganisationLed(Unmet):
    """Somebody whose account is in use runs the organisation."""

    reason = "ORGANISATION_LED"


class OwnOrganisation(Denied):
    """The officer belongs to the organisation."""

    reason = "OWN_ORGANISATION"


class AppointedBySuspender(Denied):
    """The officer suspended who ran the organisation: somebody else says who runs it now."""

    reason = "APPOINTED_BY_SUSPENDER"
