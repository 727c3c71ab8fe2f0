"""Mail an open invitation once more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.application import token_digest
from services.identity.usecases.membership import (
    InvitationShown,
    led_organisation,
    new_token,
    own_invitation,
    post,
    shown,
)
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendInvitation:
    """Give it a new link and seven days anew."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, invitation_id: UUID) -> InvitationShown:
        """Return the invitation as it is now.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
            InvitationNotFound: it is not open, or another organisation's.
            ResentTooOften: the last mail is not an hour old, or there were three.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller)
            token = new_token(self.ids)
            there = own_invitation(tx, own, invitation_id, now)
            again = there.mailed_again(token_digest(token), now)
            tx.invitations.save(again)
            post(tx, self.ids, again, token, tx.subscribers.get(caller.person).profile.language)
            tx.audit.record(caller, "identity:resend-invitation", str(invitation_id))
            return shown(tx, own, [again])[0]
