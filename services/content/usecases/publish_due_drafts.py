"""Let what has a time to come stand when it comes."""

from dataclasses import dataclass
from datetime import datetime

from chassis.logs import logger
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.content.domain.attachment_errors import FilmNotReady
from services.content.domain.document import EDITING, Document
from services.content.domain.draft import Draft
from services.content.domain.draft_errors import DraftOutdated
from services.content.domain.errors import DocumentWithdrawn
from services.content.usecases.attaching import film_violations
from services.content.usecases.drafting import let_stand, standing_of
from services.content.usecases.ports import Stores, UnitOfWork

STOPPED = "The document changed before the time came. Go over it, and submit it again."
FILM_GONE = "A file of the film cannot be shown any more. Choose others, and submit it again."
APPROVER_LEFT = "Whoever approved it may do so no more. Submit it to somebody else."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDueDrafts:
    """Publish scheduled drafts, one at a call, each in one transaction with its event.

    One that no longer fits what stands goes back to its writers, as one does whose approver may
    approve no more by then: an approval counts as long as the right to give it. Killed at any
    point, it is done whole or not at all, and done once.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return 1 if there was one that was due, else 0."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.drafts.next_due(now)
            if due is None:
                return 0
            standing = standing_of(tx, due)
            try:
                due.must_fit(standing)
            except (DraftOutdated, DocumentWithdrawn) as refusal:
                _stop(tx, due, because=STOPPED, why=refusal.reason, at=now)
                return 1
            if film_violations(tx, due.document_id, due.proposal.content.video):
                _stop(tx, due, because=FILM_GONE, why=FilmNotReady.reason, at=now)
                return 1
            if not _still_approved(tx, due, standing):
                _stop(tx, due, because=APPROVER_LEFT, why="APPROVER_LEFT", at=now)
                return 1
            tx.drafts.save(due.take_effect(now))
            audited = str(due.draft_id), due.digest
            tx.audit.record(ANONYMOUS, "content:publish-scheduled", *audited)
            let_stand(tx, ANONYMOUS, due, standing, now)
        return 1


def _still_approved(tx: Stores, draft: Draft, standing: Document | None) -> bool:
    """Tell whether who approved it could do so now, by our copy of their rights."""
    approver = tx.readers.find(draft.approved_by or "")
    return approver is not None and approver.may(EDITING) and draft.readable_by(approver, standing)


def _stop(tx: Stores, draft: Draft, *, because: str, why: str, at: datetime) -> None:
    back = draft.send_back(by=draft.approved_by or draft.owner, because=because, at=at)
    tx.drafts.save(back)
    tx.audit.record(ANONYMOUS, "content:stop-schedule", str(draft.draft_id), why=why)
    logger().warning("a scheduled draft was stopped", draft=str(draft.draft_id), why=why)
