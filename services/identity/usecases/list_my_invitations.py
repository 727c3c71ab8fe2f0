"""See who invites oneself."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.invitation import MOST_OPEN
from services.identity.domain.membership_errors import InvitationNotFound
from services.identity.usecases.membership import InvitationShown, good_invitation
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyInvitations:
    """Return the invitations to the confirmed address of the caller's account."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal) -> Sequence[InvitationShown]:
        """Return those that may be accepted, oldest first.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        now, found = self.clock.now(), []
        with self.unit_of_work() as tx:
            email = tx.subscribers.get(caller.person).profile.email
            for each in tx.invitations.open_to(email, now, most=MOST_OPEN):
                try:
                    found.append(good_invitation(tx, each, now))
                except InvitationNotFound:  # who invited may not any more
                    continue
        return found
