"""Show somebody the closed groups that they are in, and who asks them in."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.group import Group, Invitation
from services.identity.domain.group_errors import GroupNotFound
from services.identity.usecases.get_group import GroupSeen, seen
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyGroups:
    """Return the caller's groups, and the invitations to the address of their account."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal
    ) -> tuple[Sequence[GroupSeen], Sequence[tuple[Invitation, Group]]]:
        """Return the groups by name, and each invitation that is good with its group.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            email = tx.subscribers.get(caller.person).profile.email
            waiting = tx.groups.invitations_to(email, self.clock.now())
            groups = [seen(tx, caller, each) for each in tx.groups.of(caller.person)]
            asked = [(each, _there(tx, each)) for each in waiting]
        return groups, [(each, group) for each, group in asked if group is not None]


def _there(tx: Stores, invitation: Invitation) -> Group | None:
    try:
        return tx.groups.get(invitation.group_id)
    except GroupNotFound:
        return None
