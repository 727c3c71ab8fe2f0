"""Take somebody out of a closed group, or back an invitation."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.group import Group
from services.identity.domain.group_errors import NotAMember, OwnerStays
from services.identity.usecases.grouping import let_out, looked_after
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveGroupMember:
    """Remove a member, or whoever is invited, on the word of the owner or of a sponsor."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, group_id: UUID, member: UUID) -> None:
        """Do it; `member` is a member's subject or an invitation's id.

        Raises:
            GroupNotFound: there is none that the caller looks after.
            NotAMember: they are neither in it nor invited.
            OwnerStays: it is the owner.
        """
        with self.unit_of_work() as tx:
            group = looked_after(tx, caller, group_id)
            if str(member) == group.owner:
                raise OwnerStays("The owner stays until the group has another, or ends.")
            self._remove(tx, group, member)
            tx.audit.record(caller, "identity:remove-from-group", str(group_id))
            used = Used(caller=caller, metric="identity.group-removed", at=self.clock.now())
            tx.outbox.add(used)

    def _remove(self, tx: Stores, group: Group, member: UUID) -> None:
        invited = tx.groups.invitations(group.group_id, self.clock.now())
        if member in {each.invitation_id for each in invited}:
            tx.groups.uninvite(member)
        elif tx.groups.has(group.group_id, str(member)):
            let_out(tx, self.ids, group, str(member))
        else:
            raise NotAMember("They are not in the group.")
