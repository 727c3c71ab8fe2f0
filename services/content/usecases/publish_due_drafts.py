"""Let what has a time to come stand when it comes."""

from dataclasses import dataclass

from chassis.logs import logger
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.content.domain.draft_errors import DraftOutdated
from services.content.domain.errors import DocumentWithdrawn
from services.content.usecases.drafting import let_stand, standing_of
from services.content.usecases.ports import UnitOfWork

STOPPED = "The document changed before the time came. Go over it, and submit it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDueDrafts:
    """Publish scheduled drafts, one at a call, each in one transaction with its event.

    One that no longer fits what stands goes back to its writers. Killed at any point, it is done
    whole or not at all, and done once.
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
            draft_id = str(due.draft_id)
            try:
                due.must_fit(standing)
            except (DraftOutdated, DocumentWithdrawn) as refusal:
                back = due.send_back(by=due.approved_by or due.owner, because=STOPPED, at=now)
                tx.drafts.save(back)
                tx.audit.record(ANONYMOUS, "content:stop-schedule", draft_id, why=refusal.reason)
                logger().warning("a scheduled draft was stopped", draft=draft_id)
                return 1
            tx.drafts.save(due.take_effect(now))
            tx.audit.record(ANONYMOUS, "content:publish-scheduled", draft_id, due.digest)
            let_stand(tx, ANONYMOUS, due, standing, now)
        return 1
