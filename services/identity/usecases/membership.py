"""What the verbs about who belongs to an organisation share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Ids
from kernel.principals import Principal
from kernel.standing import Standing
from services.identity.domain.errors import (
    OrganisationNotFound,
    SubscriberNotFound,
    VerificationOpen,
)
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.invitation import Invitation
from services.identity.domain.membership_errors import (
    InvitationNotFound,
    MemberNotFound,
    NotOrganisationAdmin,
)
from services.identity.domain.organisation import Organisation
from services.identity.domain.organisation_mails import INVITATION
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.belonging import organisation_of
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Mail, Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationShown:
    """An invitation with the names that stand beside it."""

    invitation: Invitation
    organisation_name: str
    invited_by: str


def led_organisation(tx: Stores, caller: Principal, *, lock: bool = True) -> Organisation:
    """Return the organisation of which a caller is admin, locked unless it is only looked at.

    Raises:
        OrganisationNotFound: they belong to none.
        NotOrganisationAdmin: they are none of its admins.
    """
    own = organisation_of(tx, caller, lock=lock)
    if not is_admin(tx, tx.subscribers.get(caller.person), own):
        raise NotOrganisationAdmin("Only an admin of your organisation may do this.")
    return own


def is_admin(tx: Stores, person: Subscriber, own: Organisation) -> bool:
    """Tell whether a person is admin there: also who belongs to it alone, whatever was recorded."""
    if person.organisation_id != own.organisation_id:
        return False
    return person.organisation_admin or tx.organisations.members(own.organisation_id) == 1


def member_of(tx: Stores, own: Organisation, subject: str) -> Subscriber:
    """Return who belongs to an organisation, locked.

    Raises:
        MemberNotFound: nobody of it is that.
    """
    try:
        found = tx.subscribers.get(subject, lock=True)
    except SubscriberNotFound:
        raise MemberNotFound("Nobody of your organisation is that.") from None
    if found.organisation_id != own.organisation_id:
        raise MemberNotFound("Nobody of your organisation is that.")
    return found


def held(tx: Stores, before: Subscriber) -> Subscriber:
    """Return a person again, locked, after their organisation was locked.

    Raises:
        StaleVersion: they joined or left one meanwhile.
    """
    now = tx.subscribers.get(before.subject, lock=True)
    if now.organisation_id != before.organisation_id:
        raise StaleVersion("Your organisation changed meanwhile: try again.")
    return now


def see_that_no_case_waits(tx: Stores, subject: str) -> None:
    """See that officers do not look at somebody as of the organisation that they leave.

    Raises:
        VerificationOpen: they do.
    """
    case = tx.verifications.newest_of(subject)
    if case is not None and case.waiting:
        raise VerificationOpen("Officers look at you as of your organisation: withdraw that first.")


def part(tx: Stores, ids: Ids, person: Subscriber) -> Subscriber:
    """Let a person, locked, belong to their organisation no more, and tell everyone."""
    left = person.left()
    tx.subscribers.save(left)
    tx.invitations.withdraw_by(person.subject)
    if left.roles != person.roles:
        tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=TaskKind.SYNC))
    tx.outbox.add(PrincipalChanged(left))
    return left


def invited_by_whom(tx: Stores, invitation: Invitation) -> Subscriber | None:
    """Return who invited, if they are still an admin in use where they invite to."""
    try:
        inviter = tx.subscribers.get(invitation.invited_by)
        own = tx.organisations.get(invitation.organisation_id)
    except (SubscriberNotFound, OrganisationNotFound):
        return None
    return inviter if inviter.standing is Standing.ACTIVE and is_admin(tx, inviter, own) else None


def good_invitation(tx: Stores, invitation: Invitation | None, at: datetime) -> InvitationShown:
    """Return an invitation that may be accepted.

    Raises:
        InvitationNotFound: it may not, or there is none: nobody learns which.
    """
    inviter = None if invitation is None else invited_by_whom(tx, invitation)
    if invitation is None or inviter is None:
        raise InvitationNotFound("There is no such invitation, or it is good no more.")
    invitation.must_be_open(at)
    organisation = tx.organisations.get(invitation.organisation_id)
    return InvitationShown(
        invitation=invitation,
        organisation_name=organisation.name,
        invited_by=full_name(inviter),
    )


def shown(
    tx: Stores, own: Organisation, invitations: Sequence[Invitation]
) -> list[InvitationShown]:
    """Return invitations as the admins of an organisation see them."""
    return [
        InvitationShown(
            invitation=each,
            organisation_name=own.name,
            invited_by=_name_of(tx, each.invited_by),
        )
        for each in invitations
    ]


def own_invitation(tx: Stores, own: Organisation, invitation_id: UUID, at: datetime) -> Invitation:
    """Return an open invitation of an organisation, locked.

    Raises:
        InvitationNotFound: there is none, it is not open, or it is another organisation's.
    """
    found = tx.invitations.get(invitation_id, lock=True)
    if found is None or found.organisation_id != own.organisation_id:
        raise InvitationNotFound("There is no such invitation, or it is good no more.")
    found.must_be_open(at)
    return found


def post(tx: Stores, ids: Ids, invitation: Invitation, token: str, language: str) -> None:
    """Keep the mail of an invitation; what it says is decided when it is sent."""
    tx.mails.add(
        Mail(
            mail_id=ids.new(),
            to=invitation.email,
            language=language,
            template=INVITATION,
            variables={"token": token, "invitation_id": str(invitation.invitation_id)},
        )
    )


def new_token(ids: Ids) -> str:
    """Return a token of 244 random bits, as it stands in a link."""
    return f"{ids.new().hex}{ids.new().hex}"


def full_name(person: Subscriber) -> str:
    """Return a person's name."""
    return f"{person.profile.given_name} {person.profile.family_name}".strip()


def _name_of(tx: Stores, subject: str) -> str:
    try:
        return full_name(tx.subscribers.get(subject))
    except SubscriberNotFound:
        return ""
