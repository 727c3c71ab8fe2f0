"""Invitations and members as domain words, and back."""

from collections.abc import Sequence

from chassis.errors import Invalid, Violation
from chassis.requests import id_from, text_from
from isp.identity.v1 import organisations_pb2 as pb
from services.identity.domain.organisation import SECURITY_LEAD, Organisation
from services.identity.domain.subscriber import Subscriber
from services.identity.inbound.translate import LANGUAGES, email_address, moment_to_pb
from services.identity.usecases.accept_invitation import Found, by_id, by_token
from services.identity.usecases.membership import InvitationShown

TOKEN_LONGEST = 200
REASON_LONGEST = 1000
EMAILS_MOST = 1000
EMAIL_LONGEST = 254


def invitee_from(request: pb.InviteColleagueRequest) -> tuple[str, str]:
    """Return the address to invite, normalised, and the language of the mail.

    Raises:
        Invalid: each field that is wrong is named.
    """
    email, language = email_address(request.email), request.language or "en"
    if email is None:
        raise Invalid(Violation("email", "must be an e-mail address, like name@example.org"))
    if language not in LANGUAGES:
        raise Invalid(Violation("language", "must be en or cy"))
    return email, language


def emails_from(said: Sequence[str]) -> Sequence[str]:
    """Return the addresses to match.

    Raises:
        Invalid: there are none or too many, or one is too long.
    """
    if not 1 <= len(said) <= EMAILS_MOST:
        raise Invalid(Violation("emails", f"must be 1 to {EMAILS_MOST}"))
    if any(len(each) > EMAIL_LONGEST for each in said):
        raise Invalid(Violation("emails", f"must be at most {EMAIL_LONGEST} characters each"))
    return said


def named(request: pb.AcceptInvitationRequest) -> Found:
    """Return how to find the invitation that a request names, by its id or its link's token.

    Raises:
        Invalid: it names none, or says both.
    """
    if bool(request.token) == bool(request.invitation_id):
        raise Invalid(Violation("invitation_id", "must be said, or else the token"))
    if request.token:
        return by_token(text_from("token", request.token, TOKEN_LONGEST))
    return by_id(id_from("invitation_id", request.invitation_id))


def invitation_to_pb(shown: InvitationShown) -> pb.Invitation:
    """Return an invitation as the organisation's admins see it."""
    there = shown.invitation
    return pb.Invitation(
        invitation_id=str(there.invitation_id),
        email=there.email,
        invited_by=shown.invited_by,
        created_at=moment_to_pb(there.created_at),
        expires_at=moment_to_pb(there.expires_at),
        mailed=there.mailed,
    )


def seen_to_pb(shown: InvitationShown) -> pb.InvitationSeen:
    """Return an invitation as who was invited sees it."""
    return pb.InvitationSeen(
        invitation_id=str(shown.invitation.invitation_id),
        organisation_name=shown.organisation_name,
        invited_by=shown.invited_by,
        expires_at=moment_to_pb(shown.invitation.expires_at),
    )


def member_to_pb(person: Subscriber, *, caller: str) -> pb.Member:
    """Return a member as the others of the organisation see them."""
    return pb.Member(
        subject=person.subject,
        given_name=person.profile.given_name,
        family_name=person.profile.family_name,
        admin=person.organisation_admin,
        me=person.subject == caller,
        security_lead=SECURITY_LEAD in person.roles,
    )


def unled_to_pb(there: Organisation, *, size: int) -> pb.UnledOrganisation:
    """Return an organisation that nobody runs, as officers see it."""
    return pb.UnledOrganisation(
        organisation_id=str(there.organisation_id),
        name=there.name,
        size=size,
        created_at=moment_to_pb(there.created_at),
    )
