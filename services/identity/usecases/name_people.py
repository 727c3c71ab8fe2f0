"""Turn addresses into what a marking names, and tell of nobody whether they have an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Pseudonyms
from kernel.principals import Principal
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePeople:
    """Return a subject for each address; of one that is no account's, an id that is nobody's.

    It is made of a keyed digest, so that it stays the same and cannot be told from a subject by
    who has no list of them. What was typed wrongly names nobody: the marking only gets narrower.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    budget: RecordBudget

    def __call__(self, caller: Principal, *, emails: Sequence[str]) -> Sequence[str]:
        """Return the subjects in the order of the addresses.

        Raises:
            RecordBudgetSpent: the caller named, or read of, too many people today. An address that
                is no account's counts as well, or the budget would tell them apart.
        """
        with self.unit_of_work() as tx:
            subjects = []
            for email in emails:
                nobody = self._nobody(email)
                person = tx.subscribers.find_by_email(email)
                subjects.append(person.subject if person else nobody)
            tx.audit.record(caller, "identity:name-people", "", people=len(emails))
        self.budget.spend(caller, set(subjects))
        return subjects

    def _nobody(self, email: str) -> str:
        digest = self.pseudonyms.of(f"named-by-nobody:{email.strip().lower()}")
        return str(UUID(hex=digest, version=4))
