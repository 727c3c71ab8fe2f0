"""Leave a closed group."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.group_errors import GroupNotFound, OwnerStays
from services.identity.usecases.grouping import let_out
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveGroup:
    """Take the caller out of a group."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, group_id: UUID) -> None:
        """Let them go; what is marked for the group is closed to them within about a second.

        Raises:
            GroupNotFound: there is none that they are in.
            OwnerStays: it is theirs.
        """
        with self.unit_of_work() as tx:
            group = tx.groups.get(group_id, lock=True)
            if caller.person == group.owner:
                raise OwnerStays("The owner stays until the group has another, or ends.")
            if not let_out(tx, self.ids, group, caller.person):
                raise GroupNotFound("There is no such group.")
            tx.audit.record(caller, "identity:leave-group", str(group_id))
            used = Used(caller=caller, metric="identity.group-left", at=self.clock.now())
            tx.outbox.add(used)
