"""Give a closed group a later end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.group_errors import NotAMember
from services.identity.usecases.get_group import GroupSeen, seen
from services.identity.usecases.grouping import looked_after
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewGroup:
    """Renew a group on a sponsor's word, who may name another owner among its members."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        group_id: UUID,
        expected_version: int,
        until: datetime,
        owner: str | None,
    ) -> GroupSeen:
        """Return the group.

        Raises:
            GroupNotFound: there is none.
            StaleVersion: it changed since it was read.
            NotAMember: who is to own it is not in it.
            OwnGroup: the caller owns it, or would.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = looked_after(tx, caller, group_id, expected_version)
            if owner is not None and not tx.groups.has(group_id, owner):
                raise NotAMember("They are not in the group.")
            after = before.renewed(by=caller.person, until=until, owner=owner, at=now)
            tx.groups.save(after)
            tx.audit.record(
                caller,
                "identity:renew-group",
                str(group_id),
                until=until.isoformat(),
                owner="" if after.owner is None else tx.audit.name_of(after.owner),
            )
            tx.outbox.add(Used(caller=caller, metric="identity.group-renewed", at=now))
            return seen(tx, caller, after)
