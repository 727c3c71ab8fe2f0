"""Change a draft."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.proposal import Proposal
from services.content.usecases.drafting import get_draft, judge, same_state
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDraft:
    """Let a draft say something else. One that was submitted must be submitted again."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        draft_id: UUID,
        expected_version: int,
        base_version: int,
        proposal: Proposal,
        take_over: bool = False,
    ) -> tuple[Draft, Document | None]:
        """Return the draft as it is now, and the document that it would change.

        Raises:
            DraftNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read, or the document did.
            DocumentWithdrawn: the document was taken back.
            IllegalDraftTransition: it is scheduled, published or given up.
            Invalid: the proposal breaks a rule; each field is named.
            TeaserOfOwner, TeaserNotConfirmed: the teaser is not the owner's word.
        """
        now, editor = self.clock.now(), caller.person
        with self.unit_of_work() as tx:
            draft, standing = get_draft(tx, caller, draft_id, lock=True)
            same_state(draft, expected_version)
            if standing is not None:
                same_version(standing, base_version)
                standing.must_change()
            owner = editor if take_over else draft.owner
            proposal = judge(
                tx,
                caller,
                proposal,
                standing=standing,
                owner=owner,
                earlier=draft.proposal,
                now=now,
            )
            changed = draft.edit(proposal, standing=standing, owner=owner, by=editor, at=now)
            tx.drafts.save(changed)
            tx.audit.record(caller, "content:change-draft", str(draft_id), changed.digest)
        return changed, standing
