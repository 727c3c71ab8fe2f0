"""Give a draft up."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.usecases.drafting import get_draft, same_state
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft:
    """Give a draft up, for good; it stays on record."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, draft_id: UUID, expected_version: int
    ) -> tuple[Draft, Document | None]:
        """Return the draft as it is now, and the document that it would have changed.

        Raises:
            DraftNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            IllegalDraftTransition: it was published or given up already.
        """
        with self.unit_of_work() as tx:
            draft, standing = get_draft(tx, caller, draft_id, lock=True)
            same_state(draft, expected_version)
            given_up = draft.discard(by=caller.person, at=self.clock.now())
            tx.drafts.save(given_up)
            tx.audit.record(caller, "content:discard-draft", str(draft_id), draft.digest)
        return given_up, standing
