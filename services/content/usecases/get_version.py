"""Read what a document was."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.differences import Difference, differences
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_readable, without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetVersion:
    """Return one version of a document, and what changed with it."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, document_id: UUID, version: int, since: int | None = None
    ) -> tuple[Document, Sequence[Difference]]:
        """Return the version, and what differs from an earlier one; from nothing if none is said.

        Each version bears its own marking, which counts.

        Raises:
            DocumentNotFound: there is no such version that the caller may know of.
        """
        with self.unit_of_work() as tx:
            get_readable(tx.documents, caller, document_id)
            there = _readable(tx, caller, document_id, version)
            before = None if since is None else _readable(tx, caller, document_id, since)
        self.red_reads.note(caller, whole=[there] if before is None else [there, before])
        return there, differences(before.content, there.content) if before else ()


def _readable(tx: Stores, caller: Principal, document_id: UUID, version: int) -> Document:
    found = tx.documents.version(document_id, version)
    if not found.readable_by(caller):
        raise DocumentNotFound("There is no such document.")
    (shown,) = without_hidden_originals(tx.documents, caller, [found])
    return shown
