"""List what one is asked to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.receipt import MOST_ASKED
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReceiptsAsked:
    """Return what asks the caller, and they have not confirmed as it stands."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal) -> Sequence[tuple[Document, datetime | None]]:
        """Return at most 50, each with when editors last reminded of it."""
        with self.unit_of_work() as tx:
            found = tx.receipts.asked_of(caller, size=MOST_ASKED)
            documents = [document for document, _ in found]
            shown = without_hidden_originals(tx.documents, caller, documents)
        self.red_reads.note(caller, listed=shown)
        return [(each, at) for each, (_, at) in zip(shown, found, strict=True)]
