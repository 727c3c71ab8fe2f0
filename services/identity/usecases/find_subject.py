"""Tell the privacy officer whose account an address is."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class FindSubject:
    """Find a person's id by their address, on record and within the budget of records."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(self, caller: Principal, *, email: str) -> str:
        """Return the id.

        Raises:
            SubscriberNotFound: no account has this address.
            RecordBudgetSpent: the caller read too many people's records today.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.find_by_email(email)
            whom = tx.audit.name_of(person.subject) if person else ""
            tx.audit.record(caller, "identity:find-subject", whom, found=person is not None)
        if person is None:
            raise SubscriberNotFound("No account has this address.")
        self.budget.spend(caller, {person.subject})
        return person.subject
