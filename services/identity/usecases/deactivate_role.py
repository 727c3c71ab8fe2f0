"""Let a role that was taken up for some hours rest again."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.role_grant import RoleGrant
from services.identity.usecases.granting import grant_of, keep_grant, record
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DeactivateRole:
    """End an activation of the caller's before its time."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, grant_id: UUID, expected_version: int) -> RoleGrant:
        """Return the grant; the new rights reach everyone and Keycloak.

        Raises:
            RoleGrantNotFound: the caller has none such.
            StaleVersion: it changed since it was read.
            RoleNotActive: it is not activated.
        """
        with self.unit_of_work() as tx:
            grant, person = grant_of(tx, grant_id, expected_version, own=caller)
            after = grant.deactivated()
            keep_grant(tx, self.ids, person, after)
            record(tx, caller, "deactivate-role", after)
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="identity.role-deactivated",
                    at=self.clock.now(),
                    detail=grant.role,
                )
            )
        return after
