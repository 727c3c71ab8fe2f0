"""Send a draft back."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.usecases.drafting import get_draft, same_state
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """Say what is to be mended before a draft may stand; a scheduled one is stopped by it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, draft_id: UUID, expected_version: int, because: str
    ) -> tuple[Draft, Document | None]:
        """Return the draft as it is now, and the document that it would change.

        Raises:
            DraftNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            IllegalDraftTransition: it is neither submitted nor scheduled.
        """
        with self.unit_of_work() as tx:
            draft, standing = get_draft(tx, caller, draft_id, lock=True)
            same_state(draft, expected_version)
            returned = draft.send_back(by=caller.person, because=because, at=self.clock.now())
            tx.drafts.save(returned)
            tx.audit.record(caller, "content:return-draft", str(draft_id), draft.digest)
        return returned, standing
