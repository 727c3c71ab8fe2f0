"""A draft: what a document would say, until it does, by two people wherever not all may read it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kernel.access import may_read
from kernel.digests import Digest
from kernel.principals import Principal
from services.content.domain.document import Document, Status
from services.content.domain.draft_errors import (
    DraftOutdated,
    IllegalDraftTransition,
    ScheduleOver,
    SelfApproval,
    VersionChanged,
)
from services.content.domain.draft_status import TRANSITIONS, DraftStatus
from services.content.domain.errors import DocumentWithdrawn
from services.content.domain.marking_change import above_public, widens
from services.content.domain.proposal import Proposal
from services.content.domain.upkeep import Upkeep


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Who sent a draft back, and what is to be mended."""

    by: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The next version of a document, or a first one. A change returns the next state.

    `base_version` is the version that it would replace, 0 for a new document. `hands` are all who
    ever wrote, changed or submitted it: none of them is its second person. `restricted` stays once
    it was not for everybody.
    """

    draft_id: UUID
    version: int
    status: DraftStatus
    document_id: UUID
    base_version: int
    proposal: Proposal
    owner: str
    hands: frozenset[str]
    restricted: bool
    created_at: datetime
    changed_at: datetime
    changed_by: str
    returned: Return | None = None
    approved_by: str | None = None

    @classmethod
    def begun(
        cls,
        draft_id: UUID,
        proposal: Proposal,
        *,
        document_id: UUID,
        standing: Document | None,
        owner: str,
        by: str,
        at: datetime,
    ) -> "Draft":
        """Return a new draft."""
        return cls(
            draft_id=draft_id,
            version=1,
            status=DraftStatus.DRAFT,
            document_id=document_id,
            base_version=standing.version if standing else 0,
            proposal=proposal,
            owner=owner,
            hands=frozenset({by}),
            restricted=_restricted(proposal, standing),
            created_at=at,
            changed_at=at,
            changed_by=by,
        )

    @property
    def digest(self) -> Digest:
        """The digest that an approval of this state names."""
        return self.proposal.digest(self.draft_id, self.document_id, self.base_version, self.owner)

    def needs_second_person(self, standing: Document | None) -> bool:
        """Tell whether one person may not let it stand alone."""
        return self.restricted or _restricted(self.proposal, standing)

    def downgrades(self, standing: Document | None) -> bool:
        """Tell whether more may read the document by it, or share it more freely."""
        marking = self.proposal.content.marking
        return standing is not None and widens(standing.content.marking, marking)

    def readable_by(self, reader: Principal, standing: Document | None) -> bool:
        """Tell whether an editor may know of it: they must be able to read what it replaces too."""
        if standing is not None and not standing.readable_by(reader):
            return False
        return may_read(reader, self.proposal.content.marking)

    def edit(
        self, proposal: Proposal, *, standing: Document | None, owner: str, by: str, at: datetime
    ) -> "Draft":
        """Change it; who does has a hand in it, and what was submitted must be so again.

        Raises:
            IllegalDraftTransition: it is scheduled, published or given up.
        """
        editable = self.status in {DraftStatus.DRAFT, DraftStatus.RETURNED}
        edited = self if editable else self._moved_to(DraftStatus.DRAFT)
        return replace(
            _worked(edited, by, at),
            status=DraftStatus.DRAFT,
            proposal=proposal,
            owner=owner,
            base_version=standing.version if standing else 0,
            restricted=self.restricted or _restricted(proposal, standing),
        )

    def submit(self, *, by: str, at: datetime) -> "Draft":
        """Hand it to a second person; who does has a hand in it.

        Raises:
            IllegalDraftTransition: it is neither a draft nor sent back.
        """
        return replace(_worked(self._moved_to(DraftStatus.SUBMITTED), by, at), returned=None)

    def approve(self, *, standing: Document | None, by: str, read: bytes, at: datetime) -> "Draft":
        """Let it stand, at once or at its time, on the word of a person who read exactly this.

        Raises:
            IllegalDraftTransition: it was not submitted, and one person may not let it stand.
            SelfApproval: `by` had a hand in it, and one person may not let it stand.
            VersionChanged: `read` is not the digest of what stands here now.
            DraftOutdated: the document is at another version than it was written from.
            DocumentWithdrawn: the document was taken back.
            ScheduleOver: it was to be taken back before now.
        """
        proposal = self.proposal
        later = proposal.publish_at is not None and proposal.publish_at > at
        approved = self._moved_to(DraftStatus.SCHEDULED if later else DraftStatus.PUBLISHED)
        if self.needs_second_person(standing):
            if by in self.hands:
                raise SelfApproval("Somebody who had no hand in it must approve it.")
            if self.status is not DraftStatus.SUBMITTED:
                raise IllegalDraftTransition("It must be submitted first.")
        if read != self.digest:
            raise VersionChanged("The draft is not what you read: read it again.")
        self.must_fit(standing)
        if proposal.withdraw_at is not None and proposal.withdraw_at <= at:
            raise ScheduleOver("The time at which it was to be taken back has passed.")
        return replace(approved, version=self.version + 1, approved_by=by, changed_at=at)

    def must_fit(self, standing: Document | None) -> None:
        """See that it was written from what stands.

        Raises:
            DraftOutdated: the document is at another version.
            DocumentWithdrawn: the document was taken back.
        """
        if standing is not None and standing.status is Status.WITHDRAWN:
            raise DocumentWithdrawn("The document was withdrawn.")
        if (standing.version if standing else 0) != self.base_version:
            raise DraftOutdated("The document changed since this was written: go over it again.")

    def send_back(self, *, by: str, because: str, at: datetime) -> "Draft":
        """Send it back to be mended; a scheduled one is stopped by it.

        Raises:
            IllegalDraftTransition: it is neither submitted nor scheduled.
        """
        moved = self._moved_to(DraftStatus.RETURNED)
        return replace(
            moved,
            version=self.version + 1,
            changed_at=at,
            returned=Return(by=by, because=because),
            approved_by=None,
        )

    def discard(self, *, by: str, at: datetime) -> "Draft":
        """Give it up, for good.

        Raises:
            IllegalDraftTransition: it was published or given up already.
        """
        return _worked(self._moved_to(DraftStatus.DISCARDED), by, at)

    def take_effect(self, at: datetime) -> "Draft":
        """Return a scheduled one whose time has come as published.

        Raises:
            IllegalDraftTransition: it is not scheduled.
        """
        moved = self._moved_to(DraftStatus.PUBLISHED)
        return replace(moved, version=self.version + 1, changed_at=at)

    def document(self, standing: Document | None, at: datetime) -> Document:
        """Return the document that it makes: by its last writer, approved by the other person.

        Raises:
            DocumentWithdrawn: it was taken back.
            DocumentOfPartner: its catalogue alone changes it.
        """
        proposal = self.proposal
        upkeep = Upkeep(owner=self.owner, review_on=proposal.reviewed_by(at))
        if standing is None:
            made = Document.published(
                self.document_id, proposal.content, by=self.changed_by, at=at, upkeep=upkeep
            )
        else:
            made = standing.revise(
                proposal.content,
                by=self.changed_by,
                at=at,
                revision=proposal.revision,
                upkeep=upkeep,
            )
        return replace(made, approved_by=self.approved_by, withdraw_at=proposal.withdraw_at)

    def _moved_to(self, status: DraftStatus) -> "Draft":
        if status not in TRANSITIONS[self.status]:
            raise IllegalDraftTransition(f"The draft is {self.status.name.lower()}.")
        return replace(self, status=status)


def _worked(draft: Draft, by: str, at: datetime) -> Draft:
    return replace(
        draft,
        version=draft.version + 1,
        changed_by=by,
        changed_at=at,
        hands=draft.hands | {by},
    )


def _restricted(proposal: Proposal, standing: Document | None) -> bool:
    before = standing is not None and above_public(standing.content.marking)
    return before or above_public(proposal.content.marking)
