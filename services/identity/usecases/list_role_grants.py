"""Show the grants of roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.get_role_grant import people_of
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRoleGrants:
    """Return a page of grants, with the people who are named in them."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(
        self, caller: Principal, *, over_too: bool, after: Place | None, size: int
    ) -> tuple[Sequence[RoleGrant], Mapping[str, Subscriber], Place | None]:
        """Return them newest first, the people by subject, and where the next page begins.

        Raises:
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            found = tx.role_grants.page_of(over_too=over_too, after=after, size=size + 1)
            shown = found[:size]
            people = people_of(tx, shown)
        self.budget.spend(caller, people)
        more = len(found) > size
        last = Place(at=shown[-1].proposed_at, item_id=shown[-1].grant_id) if more else None
        return shown, people, last
