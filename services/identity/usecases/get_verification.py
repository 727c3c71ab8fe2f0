"""Read a case."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.errors import VerificationNotFound
from services.identity.usecases.case_seen import CaseSeen, see_that_apart, seen
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class GetVerification:
    """Return a case with its checks, to an officer who has no part in it."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(self, caller: Principal, *, verification_id: UUID) -> CaseSeen:
        """Return the case; that it was read goes on record.

        Raises:
            VerificationNotFound: there is none, or it is the caller's own.
            ReviewedBySponsor: the caller vouches for the person.
            ReviewedByInviter: the caller invited the person.
            ReviewedByColleague: the caller belongs to the person's organisation.
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            case = tx.verifications.get(verification_id)
            if case.subject == caller.subject:
                raise VerificationNotFound("There is no such case.")
            see_that_apart(tx, case, caller)
            tx.audit.record(caller, "identity:read-verification", str(verification_id))
            found = seen(tx, case)
        self.budget.spend(caller, [case.subject])
        return found
