"""List what a document was."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable, without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersions:
    """Return the versions of a document that an editor may read, newest first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, document_id: UUID, before: int | None, size: int
    ) -> tuple[Sequence[Document], int | None]:
        """Return a page, and before which version the next one begins.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            get_readable(tx.documents, caller, document_id)
            found = tx.documents.versions(document_id, before=before, size=size + 1)
            may = [each for each in found[:size] if each.readable_by(caller)]
            page = without_hidden_originals(tx.documents, caller, may)
        self.red_reads.note(caller, listed=page)
        return page, found[size - 1].version if len(found) > size else None
