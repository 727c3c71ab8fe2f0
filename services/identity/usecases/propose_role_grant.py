"""Propose that somebody holds a staff role."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.role_grant import RoleGrant
from services.identity.usecases.granting import record
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRoleGrant:
    """Keep a proposal; nothing changes until another confirms it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        email: str,
        role: str,
        reason: str,
        until: datetime,
        eligible: bool,
        key: RequestKey,
    ) -> RoleGrant:
        """Return it; the same key gives the same proposal.

        Raises:
            SubscriberNotFound: nobody has an account with that address.
            SelfGrant: it is the caller.
            RoleNotYours: the caller's roles do not propose this role.
            UnfitForRole: the account is not in use, or its tier is below the role's.
            GrantThere: they hold it, or it is proposed, already.
            IdempotencyKeyReused: the key came with another body.
        """
        now, grant_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(grant_id))
            if earlier is not None:
                return tx.role_grants.get(UUID(earlier))
            person = tx.subscribers.find_by_email(email)
            if person is None:
                raise SubscriberNotFound("Nobody has an account with that address.")
            made = RoleGrant.proposed(
                grant_id,
                person,
                role,
                by=caller,
                at=now,
                until=until,
                reason=reason,
                eligible=eligible,
            )
            tx.role_grants.add(made)
            record(tx, caller, "propose-role", made, reason)
            tx.outbox.add(Used(caller=caller, metric="identity.role-proposed", at=now, detail=role))
        return made
