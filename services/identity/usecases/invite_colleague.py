"""Invite a colleague to one's organisation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.application import token_digest
from services.identity.domain.invitation import (
    MOST_IN_A_DAY,
    MOST_OPEN,
    MOST_TO_AN_ADDRESS,
    Invitation,
)
from services.identity.domain.membership_errors import InvitationNotFound, TooManyInvitations
from services.identity.domain.organisation import Organisation
from services.identity.domain.organisation_mails import INVITATION
from services.identity.usecases.membership import (
    InvitationShown,
    led_organisation,
    new_token,
    post,
    shown,
)
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteColleague:
    """Keep an invitation and its mail.

    Answer and work do not tell whether the address is known. An address that got three of these
    mails within a day, from whomever, gets no more: nor is that told.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, email: str, language: str, key: RequestKey
    ) -> InvitationShown:
        """Return the open invitation; the same key, or the same address, gives the same one.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
            TooManyInvitations: 20 are open, or 50 were made within a day.
            InvitationNotFound: the key's invitation was forgotten since.
            IdempotencyKeyReused: the key came with another body.
        """
        now, invitation_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller)
            earlier = tx.idempotency.claim(caller.person, key, str(invitation_id))
            if earlier is not None:
                return _as_kept(tx, own, UUID(earlier))
            open_ones = tx.invitations.open_of(own.organisation_id, now)
            there = next((each for each in open_ones if each.is_to(email)), None)
            if there is not None:
                return shown(tx, own, [there])[0]
            _see_that_few(tx, own, len(open_ones), now)
            token = new_token(self.ids)
            made = Invitation(
                invitation_id=invitation_id,
                organisation_id=own.organisation_id,
                email=email.lower(),
                invited_by=caller.person,
                token_digest=token_digest(token),
                created_at=now,
                mailed_at=now,
            )
            day = timedelta(days=1)
            if tx.mails.count(made.email, INVITATION, now - day) < MOST_TO_AN_ADDRESS:
                post(tx, self.ids, made, token, language)
            tx.invitations.add(made)
            tx.audit.record(caller, "identity:invite-colleague", str(invitation_id))
            tx.outbox.add(Used(caller=caller, metric="identity.colleague-invited", at=now))
            return shown(tx, own, [made])[0]


def _as_kept(tx: Stores, own: Organisation, invitation_id: UUID) -> InvitationShown:
    kept = tx.invitations.get(invitation_id)
    if kept is None or kept.organisation_id != own.organisation_id:
        raise InvitationNotFound("There is no such invitation, or it is good no more.")
    return shown(tx, own, [kept])[0]


def _see_that_few(tx: Stores, own: Organisation, open_now: int, now: datetime) -> None:
    today = tx.invitations.count_since(own.organisation_id, now - timedelta(days=1))
    if open_now >= MOST_OPEN or today >= MOST_IN_A_DAY:
        raise TooManyInvitations(
            f"At most {MOST_OPEN} invitations may be open, and {MOST_IN_A_DAY} made in a day."
        )
