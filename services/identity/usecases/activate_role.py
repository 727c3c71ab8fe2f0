"""Take up, for some hours, a role for which one is eligible."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.role_grant import RoleGrant, see_that_they_are_fit
from services.identity.usecases.granting import grant_of, keep_grant, record
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateRole:
    """Make an eligible role of the caller's a right until the hours are over."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        grant_id: UUID,
        expected_version: int,
        hours: int,
        reason: str,
    ) -> RoleGrant:
        """Return the grant; the new rights reach everyone and Keycloak.

        Raises:
            RoleGrantNotFound: the caller has none such.
            StaleVersion: it changed since it was read.
            GrantNotInForce: it was not given, or is over.
            NotEligible: the role is held all the time.
            RoleActive: it is activated already.
            UnfitForRole: the caller's tier is below the role's by now.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            grant, person = grant_of(tx, grant_id, expected_version, own=caller)
            see_that_they_are_fit(person, grant.role)
            after = grant.activated(at=now, hours=hours, reason=reason)
            keep_grant(tx, self.ids, person, after)
            record(tx, caller, "activate-role", after, reason)
            tx.outbox.add(
                Used(caller=caller, metric="identity.role-activated", at=now, detail=grant.role)
            )
        return after
