"""Take a role away."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.usage import Used
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.role_grant_errors import RoleGrantNotFound
from services.identity.domain.role_rules import may_end
from services.identity.usecases.announcing import announce
from services.identity.usecases.granting import grant_of, keep_grant, record
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRoleGrant:
    """End a grant at once: one person is enough to take away, the one who holds it included."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, grant_id: UUID, expected_version: int, reason: str
    ) -> RoleGrant:
        """Return the grant; the new rights reach everyone and Keycloak.

        Raises:
            RoleGrantNotFound: there is none, or none that the caller may end.
            StaleVersion: it changed since it was read.
            GrantNotInForce: it was not given, or is over.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            there = tx.role_grants.get(grant_id)
            if caller.person != there.subject and not may_end(caller.roles, there.role):
                raise RoleGrantNotFound("There is no such grant.")
            grant, person = grant_of(tx, grant_id, expected_version)
            after = grant.ended(by=caller.person, at=now, reason=reason)
            keep_grant(tx, self.ids, person, after)
            record(tx, caller, "end-role", after, reason)
            if person.standing is Standing.ACTIVE:
                announce(tx, self.ids, person.subject, "role-ended")
            tx.outbox.add(
                Used(caller=caller, metric="identity.role-ended", at=now, detail=grant.role)
            )
        return after
