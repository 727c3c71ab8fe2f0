"""Say who invites, to whoever has the link."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.application import token_digest
from services.identity.usecases.membership import InvitationShown, good_invitation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetInvitation:
    """Return what the page of an invitation's link shows."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, token: str) -> InvitationShown:
        """Return the invitation.

        Raises:
            InvitationNotFound: the token was never given, or is good no more.
        """
        with self.unit_of_work() as tx:
            found = tx.invitations.with_token(token_digest(token))
            return good_invitation(tx, found, self.clock.now())
