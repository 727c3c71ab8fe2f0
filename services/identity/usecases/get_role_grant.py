"""Show one grant of a role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRoleGrant:
    """Return a grant, with the people who are named in it."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(
        self, caller: Principal, *, grant_id: UUID
    ) -> tuple[RoleGrant, Mapping[str, Subscriber]]:
        """Return it, and the people by subject.

        Raises:
            RoleGrantNotFound: there is none.
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            grant = tx.role_grants.get(grant_id)
            people = people_of(tx, [grant])
        self.budget.spend(caller, people)
        return grant, people


def people_of(tx: Stores, grants: Iterable[RoleGrant]) -> Mapping[str, Subscriber]:
    """Return the people who are named in grants and are still known, by subject."""
    named = {
        subject
        for each in grants
        for subject in (each.subject, each.proposed_by, each.decided_by, each.ended_by)
        if subject
    }
    return tx.subscribers.known(named)  # of the erased a pseudonym stands in their place
