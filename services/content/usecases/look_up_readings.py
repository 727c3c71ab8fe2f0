"""Look up what somebody read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.reading import Reading
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpReadings:
    """Return the caller's readings of documents that they may read now."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, document_ids: Sequence[UUID]
    ) -> Sequence[tuple[Document, Reading]]:
        """Return them with their documents; what was not read, or may not be, is left out."""
        with self.unit_of_work() as tx:
            found = tx.readings.find(caller.person, document_ids)
            there = tx.documents.of_ids([each.document_id for each in found])
        readable = {each.document_id: each for each in there if each.readable_by(caller)}
        return [
            (readable[each.document_id], each) for each in found if each.document_id in readable
        ]
