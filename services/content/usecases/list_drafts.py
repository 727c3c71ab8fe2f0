"""Read a page of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.draft_status import DraftStatus
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDrafts:
    """Return the drafts that an editor may know of, the last changed first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self,
        caller: Principal,
        *,
        statuses: frozenset[DraftStatus],
        after: Place | None,
        size: int,
    ) -> tuple[Sequence[tuple[Draft, Document | None]], Place | None]:
        """Return a page, each with the document that it would change; and where the next begins."""
        with self.unit_of_work() as tx:
            found = tx.drafts.page(caller, statuses=statuses, after=after, size=size + 1)
            page = found[:size]
            standing = tx.documents.of_ids([each.document_id for each in page])
        there = {each.document_id: each for each in standing}
        self.red_reads.note_drafts(caller, listed=page)
        following = None
        if len(found) > size:
            following = Place(page[-1].changed_at, page[-1].draft_id)
        return [(each, there.get(each.document_id)) for each in page], following
