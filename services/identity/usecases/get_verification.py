"""Read a case."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.errors import VerificationNotFound
from services.identity.usecases.case_seen import CaseSeen, seen
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class GetVerification:
    """Return a case with its checks, to an officer whose own it is not."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(self, caller: Principal, *, verification_id: UUID) -> CaseSeen:
        """Return the case; that it was read goes on record.

        Raises:
            VerificationNotFound: there is none, or it is the caller's own.
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            case = tx.verifications.get(verification_id)
            if case.subject == caller.subject:
                raise VerificationNotFound("There is no such case.")
            tx.audit.record(caller, "identity:read-verification", str(verification_id))
            found = seen(tx, case)
        self.budget.spend(caller, [case.subject])
        return found
