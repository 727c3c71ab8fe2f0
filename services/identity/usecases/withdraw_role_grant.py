"""Take back a proposal of one's own."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.role_grant import RoleGrant
from services.identity.usecases.granting import grant_of, record
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRoleGrant:
    """Let what the caller proposed come to nothing."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, grant_id: UUID, expected_version: int) -> RoleGrant:
        """Return the grant.

        Raises:
            RoleGrantNotFound: there is none.
            StaleVersion: it changed since it was read.
            NotProposer: another proposed it.
            GrantNotProposed: it does not wait.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            grant, _ = grant_of(tx, grant_id, expected_version)
            after = grant.withdrawn(by=caller, at=now)
            tx.role_grants.save(after)
            record(tx, caller, "withdraw-role", after)
            tx.outbox.add(
                Used(caller=caller, metric="identity.role-withdrawn", at=now, detail=grant.role)
            )
        return after
