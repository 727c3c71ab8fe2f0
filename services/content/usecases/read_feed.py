"""Read the feed of what anyone may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import ANONYMOUS, Principal
from services.content.domain.document import Document
from services.content.domain.search import Query
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFeed:
    """Return documents, the last that was published or changed materially first."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, query: Query, after: Place | None, size: int
    ) -> tuple[Sequence[Document], Place | None]:
        """Return a page of what anyone may read, whoever asks, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.feeds.page(ANONYMOUS, query, after=after, size=size + 1)
        return paged(found, size)


def paged(found: Sequence[Document], size: int) -> tuple[Sequence[Document], Place | None]:
    """Return a page of what was found, one more than fits on it, and where the next one begins."""
    page = found[:size]
    if len(found) <= size:
        return page, None
    return page, Place(page[-1].material.changed_at, page[-1].document_id)
