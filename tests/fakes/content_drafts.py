"""Drafts in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.access import may_read
from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.draft_errors import DraftNotFound
from services.content.domain.draft_status import OPEN, DraftStatus


class Kept(Protocol):
    """Documents in a dictionary."""

    @property
    def kept(self) -> Mapping[UUID, Document]:
        """Return them by their ids."""
        ...


@dataclass
class MemoryDrafts:
    """Drafts in a dictionary, beside the documents."""

    documents: Kept
    kept: dict[UUID, Draft] = field(default_factory=dict)

    def add(self, draft: Draft) -> None:
        self.kept[draft.draft_id] = draft

    def get(self, draft_id: UUID, *, lock: bool = False) -> Draft:
        if draft_id not in self.kept:
            raise DraftNotFound("There is no such draft.")
        return self.kept[draft_id]

    def save(self, draft: Draft) -> None:
        if self.kept[draft.draft_id].version != draft.version - 1:
            raise StaleVersion("The draft changed meanwhile: read it again.")
        self.kept[draft.draft_id] = draft

    def page(
        self,
        reader: Principal,
        *,
        statuses: frozenset[DraftStatus],
        after: Place | None,
        size: int,
    ) -> Sequence[Draft]:
        found = [
            each
            for each in sorted(self.kept.values(), key=_latest, reverse=True)
            if each.status in statuses
            and self._readable(each, reader)
            and (after is None or _latest(each) < (after.at, after.item_id))
        ]
        return found[:size]

    def _readable(self, draft: Draft, reader: Principal) -> bool:
        standing = self.documents.kept.get(draft.document_id)
        if standing is not None and not may_read(reader, standing.content.marking):
            return False
        return may_read(reader, draft.proposal.content.marking)

    def open_of(self, subject: str) -> int:
        return sum(
            each.changed_by == subject and each.status in OPEN for each in self.kept.values()
        )

    def next_due(self, now: datetime) -> Draft | None:
        due = [
            (at, each)
            for each in self.kept.values()
            if each.status is DraftStatus.SCHEDULED
            and (at := each.proposal.publish_at) is not None
            and at <= now
        ]
        return min(due, key=lambda pair: pair[0])[1] if due else None

    def of_person(self, subject: str) -> Sequence[Draft]:
        return [each for each in self.kept.values() if subject in _people(each)]

    def rename(self, subject: str, pseudonym: str) -> int:
        mine = self.of_person(subject)
        for each in mine:
            self.kept[each.draft_id] = _renamed(each, subject, pseudonym)
        return len(mine)


def _latest(draft: Draft) -> tuple[datetime, UUID]:
    return draft.changed_at, draft.draft_id


def _people(draft: Draft) -> set[str | None]:
    named = draft.proposal.content.marking.named_subjects
    returned = draft.returned.by if draft.returned else None
    return {draft.owner, draft.changed_by, returned, draft.approved_by, *draft.hands, *named}


def _renamed(draft: Draft, subject: str, pseudonym: str) -> Draft:
    def other(who: str) -> str:
        return pseudonym if who == subject else who

    content = draft.proposal.content
    named = frozenset(map(other, content.marking.named_subjects))
    marked = replace(content, marking=replace(content.marking, named_subjects=named))
    return replace(
        draft,
        proposal=replace(draft.proposal, content=marked),
        owner=other(draft.owner),
        changed_by=other(draft.changed_by),
        hands=frozenset(map(other, draft.hands)),
        returned=draft.returned and replace(draft.returned, by=other(draft.returned.by)),
        approved_by=draft.approved_by and other(draft.approved_by),
    )
