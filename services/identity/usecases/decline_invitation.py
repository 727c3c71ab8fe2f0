"""Say no to an invitation."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.application import token_digest
from services.identity.domain.invitation import Ending
from services.identity.usecases.membership import good_invitation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineInvitation:
    """End it and forget the address, on the word of whoever has the link."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, token: str) -> None:
        """Decline it.

        Raises:
            InvitationNotFound: the token was never given, or is good no more.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            found = tx.invitations.with_token(token_digest(token), lock=True)
            there = good_invitation(tx, found, now).invitation
            tx.invitations.save(there.ended(Ending.DECLINED, now))
            tx.audit.record(caller, "identity:decline-invitation", str(there.invitation_id))
