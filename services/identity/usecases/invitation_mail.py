"""What the mail of an invitation says, at the moment when it is sent."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.identity.domain.application import token_digest
from services.identity.domain.membership_errors import InvitationNotFound
from services.identity.usecases.membership import good_invitation
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Mail


def invitation_said(tx: Stores, mail: Mail, now: datetime) -> Mail | None:
    """Return the mail with its words and names, or None if it has no more sense.

    Whether the address has an account is looked at here, so that inviting tells nothing; whoever
    belongs to the organisation already gets nothing.
    """
    found = tx.invitations.get(UUID(mail.variables["invitation_id"]))
    try:
        shown = good_invitation(tx, found, now)
    except InvitationNotFound:
        return None
    if shown.invitation.token_digest != token_digest(mail.variables["token"]):
        return None
    person = tx.subscribers.find_by_email(mail.to)
    if person is not None and person.organisation_id == shown.invitation.organisation_id:
        return None
    return replace(
        mail,
        template="invitation-unknown" if person is None else "invitation-known",
        language=mail.language if person is None else person.profile.language,
        variables={
            "token": mail.variables["token"],
            "who": shown.invited_by,
            "organisation": shown.organisation_name,
        },
    )
