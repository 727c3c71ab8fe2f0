"""Take back what has a time to go when it comes."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.content.domain.events import DocumentChanged
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDueDocuments:
    """Withdraw documents whose time is over, one at a call, each in one transaction."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return 1 if there was one that was due, else 0."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.documents.next_gone(now)
            if due is None:
                return 0
            gone = due.withdraw(by=due.changed_by, at=now)
            tx.documents.save(gone)
            document_id, why = str(due.document_id), due.withdraw_because
            tx.audit.record(ANONYMOUS, "content:withdraw-scheduled", document_id, why=why)
            tx.outbox.add(DocumentChanged(gone))
        return 1
