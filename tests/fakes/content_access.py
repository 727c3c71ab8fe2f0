"""Teasers, requests for access and grants, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.access import may_read
from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.access_errors import AccessRequestNotFound
from services.content.domain.access_request import (
    OPEN,
    AccessRequest,
    AccessStatus,
    decides,
)
from services.content.domain.document import EDITING, Document, Status
from services.content.domain.errors import DocumentNotFound
from services.content.domain.teaser import shows_teaser


@dataclass
class MemoryAccess:
    """Requests in a dictionary, beside the documents and the people that they are about."""

    documents: Any
    readers: Any
    kept: dict[UUID, AccessRequest] = field(default_factory=dict)

    def teaser(self, document_id: UUID, reader: Principal) -> Document:
        found: Document | None = self.documents.kept.get(document_id)
        if found is None or not shows_teaser(found, reader):
            raise DocumentNotFound("There is no such document.")
        return found

    def teasers(self, reader: Principal, *, after: UUID | None, size: int) -> Sequence[Document]:
        found = [
            each
            for key, each in sorted(self.documents.kept.items())
            if shows_teaser(each, reader)
            and not may_read(reader, each.content.marking)
            and (after is None or key > after)
        ]
        return found[:size]

    def granted(
        self, subject: str, document_id: UUID, at: datetime
    ) -> tuple[AccessRequest, Document] | None:
        document = self.documents.kept.get(document_id)
        if document is None:
            return None
        original = document.content.translation_of or document.document_id
        mine = [
            each
            for each in self.kept.values()
            if each.subject == subject and each.original_id == original and each.in_force(at)
        ]
        latest = max(mine, key=_ends_at, default=None)
        return None if latest is None else (latest, document)

    def add(self, request: AccessRequest) -> None:
        self.kept[request.request_id] = request

    def get(self, request_id: UUID, *, lock: bool = False) -> AccessRequest:
        if request_id not in self.kept:
            raise AccessRequestNotFound("There is no such request.")
        return self.kept[request_id]

    def save(self, request: AccessRequest) -> None:
        there = self.kept.get(request.request_id)
        if there is None or there.version != request.version - 1:
            raise StaleVersion("The request changed meanwhile: read it again.")
        self.kept[request.request_id] = request

    def of(self, subject: str, *, lock: bool = False) -> Sequence[AccessRequest]:
        mine = [each for each in self.kept.values() if each.subject == subject]
        return sorted(mine, key=lambda each: each.asked_at, reverse=True)

    def of_document(self, document_id: UUID) -> Sequence[AccessRequest]:
        return [
            each
            for each in self.kept.values()
            if each.document_id == document_id and each.status in OPEN
        ]

    def queue(
        self, editor: Principal, statuses: Collection[AccessStatus], *, size: int
    ) -> Sequence[tuple[AccessRequest, Document]]:
        found = []
        for each in sorted(self.kept.values(), key=lambda each: (each.asked_at, each.request_id)):
            document = self.documents.kept[each.document_id]
            owner = document.upkeep.owner and self.readers.find(document.upkeep.owner)
            there = bool(owner) and owner.may(EDITING)
            if each.status in statuses and decides(each, document, editor, owner_there=there):
                found.append((each, document))
        return found[:size]

    def next_due(self, now: datetime) -> AccessRequest | None:
        due = [
            each
            for each in self.kept.values()
            if each.status in OPEN
            and (each.due(now) or self.documents.kept[each.document_id].status is Status.WITHDRAWN)
        ]
        return min(due, key=lambda each: each.asked_at, default=None)

    def forget(self, *, before: datetime) -> int:
        gone = [
            key
            for key, each in self.kept.items()
            if each.status not in OPEN and each.changed_at < before
        ]
        for key in gone:
            del self.kept[key]
        return len(gone)

    def decided_by(self, subject: str) -> Sequence[AccessRequest]:
        return [
            each for each in self.kept.values() if subject in {each.decided_by, each.confirmed_by}
        ]

    def erase(self, subject: str, pseudonym: str) -> int:
        own = [key for key, each in self.kept.items() if each.subject == subject]
        for key in own:
            del self.kept[key]
        mine = self.decided_by(subject)
        for each in mine:
            self.kept[each.request_id] = replace(
                each,
                decided_by=pseudonym if each.decided_by == subject else each.decided_by,
                confirmed_by=pseudonym if each.confirmed_by == subject else each.confirmed_by,
            )
        return len(own) + len(mine)


def _ends_at(request: AccessRequest) -> datetime:
    assert request.given is not None
    return request.given.grant.ends_at


def asked(document: Document, by: str = "reader", **given: Any) -> AccessRequest:
    """A request that waits."""
    at = given.pop("at", document.published_at)
    request = AccessRequest.asked(uuid4(), document, by=by, reason="We hold a market.", at=at)
    return replace(request, **given)


def granted(
    document: Document, reader: Principal, *, days: int = 14, at: datetime | None = None
) -> AccessRequest:
    """A request that was granted."""
    when = at or document.published_at
    said: dict[str, Any] = {"days": days, "because": "You run the market.", "at": when}
    request = asked(document, by=reader.person, at=when - timedelta(hours=1))
    first = request.agreed(by="owner", reader=reader, document=document, **said)
    if first.status is AccessStatus.GRANTED:
        return first
    return first.agreed(by="second", reader=reader, document=document, **said)


OWNER = Principal(subject="owner", tier=Tier.TRUSTED, roles=frozenset({"editor"}))
"""Who owns a document of `looked_after`."""

TEASED: dict[str, Any] = {
    "marking": Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED),
    "teaser": "There is an assessment of markets.",
}
"""What a document says that somebody registered may ask for."""

HIGH: dict[str, Any] = TEASED | {"marking": Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED)}
"""And one about which two people decide."""
