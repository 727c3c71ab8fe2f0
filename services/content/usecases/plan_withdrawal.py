"""Say when a document is taken back by itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.events import DocumentChanged
from services.content.domain.proposal import wrong_times
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWithdrawal:
    """Give a document an end, or take the end away again."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        document_id: UUID,
        expected_version: int,
        withdraw_at: datetime | None,
        why: str,
    ) -> Document:
        """Return the document as it stands.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            DocumentWithdrawn, DocumentOfPartner: it changes no more, or not here.
            Invalid: the time is not one to come, within a year.
        """
        now = self.clock.now()
        if wrong := wrong_times(None, withdraw_at, now):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id, lock=True)
            same_version(document, expected_version)
            planned = document.going(withdraw_at, why, by=caller.person, at=now)
            tx.documents.save(planned)
            at = withdraw_at.isoformat() if withdraw_at else ""
            tx.audit.record(
                caller, "content:plan-withdrawal", str(document_id), why=why, withdraw_at=at
            )
            tx.outbox.add(DocumentChanged(planned))
        return planned
