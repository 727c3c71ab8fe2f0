"""Hand a draft to a second person."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.usecases.drafting import get_draft, same_state
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDraft:
    """Let a draft wait for somebody who had no hand in it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, draft_id: UUID, expected_version: int
    ) -> tuple[Draft, Document | None]:
        """Return the draft as it is now, and the document that it would change.

        Raises:
            DraftNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            DraftOutdated, DocumentWithdrawn: the document is not what it was written from.
            IllegalDraftTransition: it is neither a draft nor sent back.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            draft, standing = get_draft(tx, caller, draft_id, lock=True)
            same_state(draft, expected_version)
            draft.must_fit(standing)
            submitted = draft.submit(by=caller.person, at=now)
            tx.drafts.save(submitted)
            wider = {"downgrade": True} if draft.downgrades(standing) else {}
            digest = submitted.digest
            tx.audit.record(caller, "content:submit-draft", str(draft_id), digest, **wider)
            kind = draft.proposal.content.kind.value
            tx.outbox.add(Used(caller=caller, metric="content.submitted", at=now, detail=kind))
        return submitted, standing
