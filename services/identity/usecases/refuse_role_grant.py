"""Let another's proposal of a role come to nothing."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.role_grant import RoleGrant
from services.identity.usecases.granting import grant_of, record
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRoleGrant:
    """Refuse a proposal, and say why."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, grant_id: UUID, expected_version: int, reason: str
    ) -> RoleGrant:
        """Return the grant.

        Raises:
            RoleGrantNotFound: there is none.
            StaleVersion: it changed since it was read.
            SelfGrant: the caller is who is to hold it.
            SameProposer: the caller proposed it.
            GrantNotProposed: it does not wait.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            grant, _ = grant_of(tx, grant_id, expected_version)
            after = grant.refused(by=caller, at=now, reason=reason)
            tx.role_grants.save(after)
            record(tx, caller, "refuse-role", after, reason)
            tx.outbox.add(
                Used(caller=caller, metric="identity.role-refused", at=now, detail=grant.role)
            )
        return after
