"""Read what changed since one read a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.access import may_read
from kernel.principals import Principal
from services.content.domain.differences import Difference
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.domain.reading import Reading, ReadingNotFound, changes
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_readable, without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetChangesSinceRead:
    """Return what differs between the version that the caller read and the one that stands.

    No other version can be asked for: a document's past is for editors.
    """

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, document_id: UUID
    ) -> tuple[Document, Reading, Sequence[Difference] | None]:
        """Return the document, the reading, and what differs; None where it may not be shown.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            ReadingNotFound: they did not read it.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id)
            reading = next(iter(tx.readings.find(caller.person, [document_id])), None)
            if reading is None:
                raise ReadingNotFound("You have not read this document, or it is not kept.")
            before = _version(tx, caller, document_id, reading.version)
            (document,) = without_hidden_originals(tx.documents, caller, [document])
        if before is None:
            self.red_reads.note(caller, listed=[document])
            return document, reading, None
        self.red_reads.note(caller, whole=[document, before])
        return document, reading, changes(before.content, document.content)


def _version(tx: Stores, caller: Principal, document_id: UUID, number: int) -> Document | None:
    """Return what the document was, if it is there and its own marking lets the caller read it."""
    try:
        found = tx.documents.version(document_id, number)
    except DocumentNotFound:
        return None
    return found if may_read(caller, found.content.marking) else None
