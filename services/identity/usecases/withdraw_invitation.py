"""End an open invitation."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.invitation import Ending
from services.identity.usecases.membership import led_organisation, own_invitation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawInvitation:
    """Let its link be good no more, and forget the address."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, invitation_id: UUID) -> None:
        """Withdraw it.

        Raises:
            OrganisationNotFound: the caller belongs to none.
            NotOrganisationAdmin: they are none of its admins.
            InvitationNotFound: it is not open, or another organisation's.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            own = led_organisation(tx, caller)
            there = own_invitation(tx, own, invitation_id, now)
            tx.invitations.save(there.ended(Ending.WITHDRAWN, now))
            tx.audit.record(caller, "identity:withdraw-invitation", str(invitation_id))
