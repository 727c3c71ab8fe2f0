"""Content in memory."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.access import may_read
from kernel.idempotency import RequestKey
from kernel.markings import Marking, Tlp
from kernel.pages import Place
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.compartments import compartment_of
from services.content.domain.document import (
    Document,
    DocumentContent,
    Kind,
    PartnerOrigin,
    Status,
)
from services.content.domain.errors import DocumentNotFound, SearchUnavailable
from services.content.domain.search import (
    Answerer,
)
from services.content.domain.upkeep import Upkeep
from services.content.domain.video import Video
from tests.fakes.alerts import SnapshotOutbox
from tests.fakes.content_access import MemoryAccess
from tests.fakes.content_attachments import MemoryAttachments
from tests.fakes.content_drafts import MemoryDrafts
from tests.fakes.content_feeds import MemoryFeeds
from tests.fakes.content_finding import (
    MemoryGaps,
    MemoryMailOrders,
    MemoryReaders,
    MemorySavedSearches,
)
from tests.fakes.content_formats import MemoryFormatRequests
from tests.fakes.content_partners import MemoryCatalogues, MemoryPartnerLinks
from tests.fakes.content_reading import MemoryReadings, MemoryRemarks
from tests.fakes.content_receipts import MemoryReceipts
from tests.fakes.content_search import MemorySearch
from tests.fakes.content_synonyms import MemorySynonyms
from tests.fakes.plumbing import (
    MemoryAudit,
    MemoryIdempotency,
    MemoryPlumbingRows,
    MemoryUnitOfWork,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryDocuments:
    """Documents in a dictionary."""

    kept: dict[UUID, Document] = field(default_factory=dict)
    were: dict[tuple[UUID, int], Document] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.kept.values():
            self._note(each)

    def add(self, document: Document) -> None:
        self.kept[document.document_id] = document
        self._note(document)

    def get(
        self, document_id: UUID, *, reader: Principal | None = None, lock: bool = False
    ) -> Document:
        found = self.kept.get(document_id)
        if found is None or not (reader is None or found.readable_by(reader)):
            raise DocumentNotFound("There is no such document.")
        return found

    def save(self, document: Document) -> None:
        if self.kept[document.document_id].version != document.version - 1:
            raise StaleVersion("The document changed meanwhile: read it again.")
        self.kept[document.document_id] = document
        self._note(document)

    def _note(self, document: Document) -> None:
        if document.partner is None:
            self.were[document.document_id, document.version] = document

    def versions(self, document_id: UUID, *, before: int | None, size: int) -> Sequence[Document]:
        found = [
            each
            for each in self.were.values()
            if each.document_id == document_id and (before is None or each.version < before)
        ]
        return sorted(found, key=lambda each: -each.version)[:size]

    def version(self, document_id: UUID, number: int) -> Document:
        if (document_id, number) not in self.were:
            raise DocumentNotFound("There is no such document.")
        return self.were[document_id, number]

    def overdue(
        self, reader: Principal, *, today: date, skip: int, size: int
    ) -> Sequence[Document]:
        found = sorted(
            (day, each.document_id, each)
            for each in self.kept.values()
            if _stands(each)
            and (day := each.upkeep.review_on)
            and day < today
            and may_read(reader, each.content.marking)
        )
        return [each for *_, each in found][skip : skip + size]

    def count_overdue(self, today: date) -> int:
        days = (each.upkeep.review_on for each in self.kept.values() if _stands(each))
        return sum(day < today for day in days if day)

    def going(self, reader: Principal, *, skip: int, size: int) -> Sequence[Document]:
        found = sorted(
            (each.withdraw_at, each.document_id, each)
            for each in self.kept.values()
            if _stands(each) and each.withdraw_at and may_read(reader, each.content.marking)
        )
        return [each for *_, each in found][skip : skip + size]

    def next_gone(self, now: datetime) -> Document | None:
        due = [
            each
            for each in self.kept.values()
            if _stands(each) and each.withdraw_at and each.withdraw_at <= now
        ]
        return min(due, key=lambda each: each.withdraw_at or now, default=None)

    def page(
        self, reader: Principal, *, language: str, after: Place | None, size: int
    ) -> Sequence[Document]:
        found = [
            each
            for each in sorted(self.kept.values(), key=_newest, reverse=True)
            if each.status is Status.PUBLISHED
            and each.partner is None
            and may_read(reader, each.content.marking)
            and language in {"", each.content.language}
            and (after is None or _newest(each) < (after.at, after.item_id))
        ]
        return found[:size]

    def of_ids(self, document_ids: Sequence[UUID]) -> Sequence[Document]:
        return [self.kept[each] for each in document_ids if each in self.kept]

    def known(self, reader: Principal, document_ids: Collection[UUID]) -> frozenset[UUID]:
        there = (self.kept[each] for each in document_ids if each in self.kept)
        return frozenset(each.document_id for each in there if each.readable_by(reader))

    def translations(self, document_id: UUID) -> Sequence[Document]:
        return [
            each
            for each in self.kept.values()
            if document_id in {each.document_id, each.content.translation_of}
        ]

    def of_catalogue(self, catalogue_id: UUID) -> Sequence[Document]:
        return [
            each
            for each in self.kept.values()
            if each.partner is not None and each.partner.catalogue_id == catalogue_id
        ]

    def everything(self, *, since: datetime | None = None) -> Iterator[Document]:
        oldest_first = sorted(self.kept.values(), key=_newest)
        return (each for each in oldest_first if since is None or each.changed_at >= since)

    def compartments(self) -> Sequence[str]:
        return sorted({name for each in self.kept.values() if (name := _kept_in(each))})

    def in_compartment(self, name: str, *, after: UUID | None, size: int) -> Sequence[Document]:
        by_id = sorted(self.kept.items())
        found = [each for _, each in by_id if _kept_in(each) == name]
        return [each for each in found if after is None or each.document_id > after][:size]

    def changed_by(self, subject: str) -> Sequence[Document]:
        ever = {
            each.document_id
            for each in (*self.kept.values(), *self.were.values())
            if subject in _people(each)
        }
        return sorted((self.kept[each] for each in ever), key=_newest)

    def rename(self, subject: str, pseudonym: str) -> int:
        changed = 0
        for rows in (self.kept, self.were):
            for key, each in list(rows.items()):  # type: ignore[attr-defined]
                if subject in _people(each):
                    rows[key] = _renamed(each, subject, pseudonym)  # type: ignore[index]
                    changed += 1
        return changed


def _stands(document: Document) -> bool:
    return document.status is Status.PUBLISHED


def _renamed(document: Document, subject: str, pseudonym: str) -> Document:
    def other(who: str | None) -> str | None:
        return pseudonym if who == subject else who

    marking = document.content.marking
    named = frozenset(pseudonym if who == subject else who for who in marking.named_subjects)
    return replace(
        document,
        content=replace(document.content, marking=replace(marking, named_subjects=named)),
        changed_by=pseudonym if document.changed_by == subject else document.changed_by,
        approved_by=other(document.approved_by),
        upkeep=replace(document.upkeep, owner=other(document.upkeep.owner)),
    )


def _kept_in(document: Document) -> str | None:
    home = compartment_of(document.content.marking)
    return home.name if home is not None and document.status is Status.PUBLISHED else None


def _newest(document: Document) -> tuple[datetime, UUID]:
    return document.published_at, document.document_id


def _people(document: Document) -> set[str | None]:
    hands = (document.changed_by, document.approved_by, document.upkeep.owner)
    return {*hands, *document.content.marking.named_subjects}


@dataclass
class MemoryIndex:
    """Remembers what it was given; can be away."""

    kept: dict[UUID, Document] = field(default_factory=dict)
    away: bool = False
    old: bool = False
    times: int = 0

    def keep(self, *documents: Document) -> None:
        if self.away:
            raise SearchUnavailable("away")
        self.times += 1
        for document in documents:
            earlier = self.kept.get(document.document_id)
            if earlier is None or earlier.version <= document.version:
                self.kept[document.document_id] = document

    def rebuild(self, documents: Iterator[Document]) -> int:
        if self.away:
            raise SearchUnavailable("away")
        self.kept = {each.document_id: each for each in documents}
        self.old = False
        return len(self.kept)

    def clear_up(self) -> int:
        if self.away:
            raise SearchUnavailable("away")
        return 0

    def outdated(self) -> bool:
        if self.away:
            raise SearchUnavailable("away")
        return self.old


@dataclass
class MemoryContentStores:
    """Everything of content, in memory."""

    documents: MemoryDocuments = field(default_factory=MemoryDocuments)
    drafts: MemoryDrafts = field(init=False)
    partner_links: MemoryPartnerLinks = field(default_factory=MemoryPartnerLinks)
    catalogues: MemoryCatalogues = field(default_factory=MemoryCatalogues)
    synonyms: MemorySynonyms = field(default_factory=MemorySynonyms)
    attachments: MemoryAttachments = field(init=False)
    saved_searches: MemorySavedSearches = field(init=False)
    mail_orders: MemoryMailOrders = field(default_factory=MemoryMailOrders)
    readers: MemoryReaders = field(default_factory=MemoryReaders)
    gaps: MemoryGaps = field(default_factory=MemoryGaps)
    remarks: MemoryRemarks = field(init=False)
    access: MemoryAccess = field(init=False)
    feeds: MemoryFeeds = field(init=False)
    readings: MemoryReadings = field(init=False)
    format_requests: MemoryFormatRequests = field(init=False)
    receipts: MemoryReceipts = field(init=False)
    full_text: MemorySearch = field(init=False)
    outbox: SnapshotOutbox = field(default_factory=SnapshotOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    idempotency: MemoryIdempotency = field(default_factory=MemoryIdempotency)
    plumbing: MemoryPlumbingRows = field(default_factory=MemoryPlumbingRows)

    def __post_init__(self) -> None:
        self.full_text = MemorySearch(self.documents, answerer=Answerer.RECORD)
        self.saved_searches = MemorySavedSearches(self.full_text.says)
        self.drafts = MemoryDrafts(self.documents)
        self.attachments = MemoryAttachments(self.documents)
        self.remarks = MemoryRemarks(self.documents)
        self.access = MemoryAccess(self.documents, self.readers)
        self.receipts = MemoryReceipts(self.documents, self.readers)
        self.readings = MemoryReadings(self.documents)
        self.feeds = MemoryFeeds(self.documents)
        self.format_requests = MemoryFormatRequests(
            self.documents, self.attachments, self.readers.known
        )


def memory() -> MemoryUnitOfWork[MemoryContentStores]:
    """A unit of work on nothing yet."""
    return MemoryUnitOfWork(MemoryContentStores())


FILM = Video(
    film="https://films.example/vans",
    captions="https://films.example/vans.vtt",
    transcript="A van stops at a bollard.",
)
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
EDITOR = Principal(subject="editor", tier=Tier.TRUSTED, roles=frozenset({"editor"}))
READER = Principal(subject="reader", tier=Tier.REGISTERED)
VERIFIED = Principal(subject="verified", tier=Tier.VERIFIED)


def content(**given: Any) -> DocumentContent:
    """What a good document says, unless said otherwise."""
    return DocumentContent(
        **{
            "kind": Kind.GUIDANCE,
            "title": "Hostile vehicles",
            "summary": "Keep vehicles away from crowds.",
            "body": "Demonstration, not official. Use bollards where people gather.",
            "language": "en-GB",
            "marking": Marking.clear(),
            "sectors": frozenset({"retail"}),
            "regions": frozenset(),
            "sources": ("A public source",),
        }
        | given
    )


def published(at: datetime = NOON, by: str = "editor", **given: Any) -> Document:
    """A document that stands."""
    return Document.published(uuid4(), content(**given), by=by, at=at)


def looked_after(by: str = "owner", **given: Any) -> Document:
    """A document that stands, with an owner and a day of review."""
    upkeep = Upkeep(owner=by, review_on=date(2027, 11, 24))
    return Document.published(uuid4(), content(**given), by=by, at=NOON, upkeep=upkeep)


def of_partner(**given: Any) -> Document:
    """A document that stands in a partner's catalogue."""
    origin = PartnerOrigin(
        catalogue_id=uuid4(), item_id="1", name="n", account="a", url="https://x.example/"
    )
    return replace(published(**given), partner=origin)


def key(value: str = "k", body: bytes = b"1" * 32) -> RequestKey:
    """A request's key."""
    return RequestKey(rpc="PublishDocument", key=value, body_digest=body)
