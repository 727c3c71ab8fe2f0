"""List what changed since somebody read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.reading import Reading
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChangedReadings:
    """Return what the caller read and may read now, and changed materially since."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[bool, Sequence[tuple[Document, Reading]], Place | None]:
        """Return whether anything is kept, a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            kept = not tx.readings.is_off(caller.person)
            found = tx.readings.changed(caller, after=after, size=size + 1)
            documents = [document for document, _ in found[:size]]
            shown = without_hidden_originals(tx.documents, caller, documents)
        page = [(each, reading) for each, (_, reading) in zip(shown, found, strict=False)]
        self.red_reads.note(caller, listed=shown)
        if len(found) <= size:
            return kept, page, None
        last, _ = page[-1]
        return kept, page, Place(last.material.changed_at, last.document_id)
