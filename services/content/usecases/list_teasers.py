"""List what somebody may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTeasers:
    """Return documents that the caller may not read and whose teaser they may see.

    They come by their ids, which are random: neither their number by day nor their age is told.
    """

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: UUID | None, size: int
    ) -> tuple[Sequence[Document], UUID | None]:
        """Return a page, and after which id the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.access.teasers(caller, after=after, size=size + 1)
        page = found[:size]
        return page, page[-1].document_id if len(found) > size else None
