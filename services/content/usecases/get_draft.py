"""Read one draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.differences import Difference, differences
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.usecases.drafting import get_draft
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDraft:
    """Return a draft with what it would change."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, draft_id: UUID
    ) -> tuple[Draft, Document | None, Sequence[Difference]]:
        """Return the draft, the document as it stands, and what differs between the two.

        Raises:
            DraftNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            draft, standing = get_draft(tx, caller, draft_id)
        self.red_reads.note_drafts(caller, whole=[draft])
        self.red_reads.note(caller, whole=[standing] if standing else [])
        before = standing.content if standing else None
        return draft, standing, differences(before, draft.proposal.content)
