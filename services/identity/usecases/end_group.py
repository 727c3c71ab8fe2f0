"""End a closed group."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.usecases.grouping import let_all_out, looked_after
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGroup:
    """End a group for good, on the word of its owner or of a sponsor."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, group_id: UUID, expected_version: int) -> None:
        """Let everybody out; what is marked for it is seen by nobody any more.

        Raises:
            GroupNotFound: there is none that the caller looks after.
            StaleVersion: it changed since it was read.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            group = looked_after(tx, caller, group_id, expected_version)
            size = let_all_out(tx, self.ids, group.ended(now))
            tx.audit.record(caller, "identity:end-group", str(group_id), members=size)
            tx.outbox.add(Used(caller=caller, metric="identity.group-ended", at=now))
