"""Give a role that another proposed."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.role_grant_errors import GrantNotProposed, ProposerUnfit
from services.identity.domain.role_rules import ROLE_RULES
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.granting import grant_of, keep_grant, record
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.server_ports import Accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRoleGrant:
    """Make a proposal a right, everywhere, on the word of a second person."""

    unit_of_work: UnitOfWork
    accounts: Accounts
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, grant_id: UUID, expected_version: int) -> RoleGrant:
        """Return the grant.

        Raises:
            RoleGrantNotFound: there is none.
            StaleVersion: it changed since it was read.
            SelfGrant: the caller is who is to hold it.
            SameProposer: the caller proposed it.
            RoleNotYours: the caller's roles do not confirm this role.
            GrantNotProposed: it does not wait.
            ProposerUnfit: who proposed it may not any more.
            UnfitForRole: the account is not in use, or its tier is below the role's.
            SecondFactorMissing: a strong role needs one.
            AccountsUnavailable: Keycloak cannot be asked about it.
        """
        with self.unit_of_work() as tx:
            proved = self._second_factor(tx, tx.role_grants.get(grant_id))
        with self.unit_of_work() as tx:
            now = self.clock.now()
            grant, person = grant_of(tx, grant_id, expected_version)
            after = grant.confirmed(
                by=caller,
                at=now,
                person=person,
                proposer=_proposer(tx, grant),
                second_factor=proved,
            )
            keep_grant(tx, self.ids, person, after)
            record(tx, caller, "confirm-role", after)
            announce(tx, self.ids, person.subject, "role-granted")
            used = Used(caller=caller, metric="identity.role-granted", at=now, detail=grant.role)
            tx.outbox.add(used)
        return after

    def _second_factor(self, tx: Stores, grant: RoleGrant) -> bool:
        """Tell whether the person has one; Keycloak is asked before any row is locked."""
        rule = ROLE_RULES.get(grant.role)
        if rule is None or not rule.privileged or tx.passkeys.of(grant.subject):
            return True
        return self.accounts.has_second_factor(grant.subject)


def _proposer(tx: Stores, grant: RoleGrant) -> Subscriber:
    if grant.proposed_by is None:
        raise GrantNotProposed("Nobody proposed it.")
    try:
        return tx.subscribers.get(grant.proposed_by)
    except SubscriberNotFound as gone:
        raise ProposerUnfit("Who proposed this has no account any more.") from gone
