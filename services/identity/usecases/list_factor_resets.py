"""Show whose second factors are to be taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.factor_reset import FactorReset
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetSeen:
    """One that waits, with the address of whoever it is about."""

    reset: FactorReset
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFactorResets:
    """Show those that wait; that they were looked at is on record."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(self, caller: Principal) -> Sequence[ResetSeen]:
        """Return them, oldest first.

        Raises:
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            waiting = tx.factor_resets.waiting()
            emails = tx.subscribers.emails_of({each.subject for each in waiting})
            tx.audit.record(caller, "identity:list-factor-resets", "all")
        self.budget.spend(caller, {each.subject for each in waiting})
        return [ResetSeen(reset=each, email=emails.get(each.subject, "")) for each in waiting]
