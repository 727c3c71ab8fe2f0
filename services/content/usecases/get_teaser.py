"""Show what somebody may know of a document that they may not read."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTeaser:
    """Return a document whose teaser the caller may see: only that leaves."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, document_id: UUID) -> Document:
        """Return it.

        Raises:
            DocumentNotFound: there is none; one without a teaser looks the same as none.
        """
        with self.unit_of_work() as tx:
            return tx.access.teaser(document_id, caller)
