"""Let a draft stand, on the word of a person who read exactly this."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.draft_status import DraftStatus
from services.content.usecases.drafting import get_draft, let_stand
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveDraft:
    """Publish a draft, at once or at its time.

    What anyone may read, and always might, one person may let stand alone.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, draft_id: UUID, read: bytes
    ) -> tuple[Draft, Document | None]:
        """Return the draft as it is now, and the document as it stands; None before its time.

        Raises:
            DraftNotFound: there is none that the caller may know of.
            SelfApproval: the caller had a hand in it, and it needs a second person.
            VersionChanged: the digest is not that of what stands here now.
            IllegalDraftTransition: it does not await this.
            DraftOutdated, DocumentWithdrawn: the document is not what it was written from.
            ScheduleOver: it was to be taken back before now.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            draft, standing = get_draft(tx, caller, draft_id, lock=True)
            approved = draft.approve(standing=standing, by=caller.person, read=read, at=now)
            tx.drafts.save(approved)
            marking = approved.proposal.content.marking
            wider = {"downgrade": True} if approved.downgrades(standing) else {}
            at = approved.proposal.publish_at
            later = {"publish_at": at.isoformat()} if at else {}
            tx.audit.record(
                caller,
                "content:approve",
                str(draft_id),
                approved.digest,
                document=str(approved.document_id),
                tlp=marking.tlp.value,
                tier=marking.minimum_tier.name,
                **wider,
                **later,
            )
            if approved.status is DraftStatus.SCHEDULED:
                return approved, standing
            return approved, let_stand(tx, caller, approved, standing, now)
