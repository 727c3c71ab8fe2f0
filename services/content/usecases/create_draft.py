"""Write a draft: of a new document, or of the next version of one that stands."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.draft_errors import TooManyOpenDrafts
from services.content.domain.proposal import Proposal
from services.content.usecases.drafting import get_draft, judge
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_readable, same_version

MOST_OPEN: Final = 500
"""How many open drafts one person may have: a loop that writes them is stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDraft:
    """Keep a draft, which nobody but editors sees."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        proposal: Proposal,
        key: RequestKey,
        document_id: UUID | None = None,
        base_version: int = 0,
        take_over: bool = False,
    ) -> tuple[Draft, Document | None]:
        """Return the draft and the document that it would change; the same key gives the same.

        Of a new document the caller is the owner; of another whoever is, unless it is taken over.

        Raises:
            DocumentNotFound: there is no such document that the caller may know of.
            StaleVersion: the document changed since it was read.
            DocumentWithdrawn, DocumentOfPartner: it changes no more, or not here.
            Invalid: the proposal breaks a rule; each field is named.
            TeaserOfOwner, TeaserNotConfirmed: the teaser is not the owner's word.
            TooManyOpenDrafts: the caller has too many open ones.
            IdempotencyKeyReused: the key came with another body.
        """
        now, editor, draft_id = self.clock.now(), caller.person, self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(editor, key, str(draft_id))
            if earlier is not None:
                return get_draft(tx, caller, UUID(earlier))
            standing = None
            if document_id is not None:
                standing = get_readable(tx.documents, caller, document_id, lock=True)
                same_version(standing, base_version)
                standing.must_change()
            owner = owner_of(standing, editor, take_over=take_over)
            proposal = judge(tx, caller, proposal, standing=standing, owner=owner, now=now)
            _bounded(tx, editor)
            draft = Draft.begun(
                draft_id,
                proposal,
                document_id=document_id or self.ids.new(),
                standing=standing,
                owner=owner,
                by=editor,
                at=now,
            )
            tx.drafts.add(draft)
            said = {"document": str(draft.document_id)}
            tx.audit.record(caller, "content:draft", str(draft_id), draft.digest, **said)
        return draft, standing


def owner_of(standing: Document | None, editor: str, *, take_over: bool) -> str:
    """Return who looks after the document from now on."""
    owner = standing.upkeep.owner if standing else None
    return editor if take_over or owner is None else owner


def _bounded(tx: Stores, editor: str) -> None:
    if tx.drafts.open_of(editor) >= MOST_OPEN:
        raise TooManyOpenDrafts(f"You have {MOST_OPEN} open drafts: publish some, or give some up.")
