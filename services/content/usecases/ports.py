"""What the use cases need."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Audit, Idempotency, PlumbingRows
from kernel.principals import Principal
from services.content.domain.compartments import Compartment
from services.content.domain.cursor import Cursor
from services.content.domain.document import Document
from services.content.domain.events import DocumentChanged, Event
from services.content.domain.search import Found, Mark, Query
from services.content.usecases.access_ports import Access
from services.content.usecases.attachment_ports import Attachments
from services.content.usecases.draft_ports import Drafts
from services.content.usecases.feed_ports import Feeds
from services.content.usecases.finding_ports import Finding
from services.content.usecases.format_ports import FormatRequests
from services.content.usecases.gap_ports import Gaps
from services.content.usecases.partner_ports import Catalogues, PartnerLinks
from services.content.usecases.reading_ports import Readings
from services.content.usecases.receipt_ports import Receipts
from services.content.usecases.remark_ports import Remarks
from services.content.usecases.saved_search_ports import MailOrders, Readers, SavedSearches
from services.content.usecases.synonym_ports import Synonyms


class Documents(Protocol):
    """The documents of one transaction."""

    def add(self, document: Document) -> None:
        """Keep a new document."""
        ...

    def get(
        self, document_id: UUID, *, reader: Principal | None = None, lock: bool = False
    ) -> Document:
        """Return a document; locked, nobody else changes it before the transaction ends.

        Raises:
            DocumentNotFound: there is none that the reader, if one is named, may know of.
        """
        ...

    def save(self, document: Document) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page(
        self, reader: Principal, *, language: str, after: Place | None, size: int
    ) -> Sequence[Document]:
        """Return the published documents of ours that a person may read, newest first."""
        ...

    def of_ids(self, document_ids: Sequence[UUID]) -> Sequence[Document]:
        """Return the documents with these ids, in no order; those that are not there are left."""
        ...

    def known(self, reader: Principal, document_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return those of the ids that are of documents that a person may know of."""
        ...

    def translations(self, document_id: UUID) -> Sequence[Document]:
        """Return the documents that are translations of this one, or of the same one."""
        ...

    def of_catalogue(self, catalogue_id: UUID) -> Sequence[Document]:
        """Return every document of a partner's catalogue, withdrawn ones too, locked."""
        ...

    def everything(self, *, since: datetime | None = None) -> Iterator[Document]:
        """Return every document that changed since then, withdrawn ones too, oldest first."""
        ...

    def versions(self, document_id: UUID, *, before: int | None, size: int) -> Sequence[Document]:
        """Return what a document of ours was, newest first, from before a version on."""
        ...

    def version(self, document_id: UUID, number: int) -> Document:
        """Return what a document of ours was.

        Raises:
            DocumentNotFound: it had no such version.
        """
        ...

    def overdue(
        self, reader: Principal, *, today: date, skip: int, size: int
    ) -> Sequence[Document]:
        """Return what a person may read and should have been looked at before today."""
        ...

    def count_overdue(self, today: date) -> int:
        """Return how many should have been looked at before today, whoever may read them."""
        ...

    def going(self, reader: Principal, *, skip: int, size: int) -> Sequence[Document]:
        """Return what a person may read and will be taken back by itself, the next one first."""
        ...

    def next_gone(self, now: datetime) -> Document | None:
        """Return one whose time to go has come, locked; None if there is none."""
        ...

    def compartments(self) -> Sequence[str]:
        """Return the names of the compartments that published documents are in."""
        ...

    def in_compartment(self, name: str, *, after: UUID | None, size: int) -> Sequence[Document]:
        """Return a page of a compartment's published documents, by id."""
        ...

    def changed_by(self, subject: str) -> Sequence[Document]:
        """Return the documents that a person ever changed, approved or owned, or that name them."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place; return how many rows changed."""
        ...


class Search(Finding, Protocol):
    """Finds documents. Elasticsearch, or the record when that is away."""

    def find(
        self,
        compartments: Sequence[Compartment],
        query: Query,
        *,
        size: int,
        offset: int = 0,
        after: Mark | None = None,
    ) -> Found:
        """Return what these compartments hold, best first; no other is looked into.

        `after` is where the page before ended.

        Raises:
            SearchUnavailable: it does not answer.
            SearchMustRestart: it cannot go on there.
        """
        ...


class Cursors(Protocol):
    """Makes page tokens that nobody can make, change, or use for another search."""

    def sign(self, cursor: Cursor, binding: bytes) -> str:
        """Return a cursor as text."""
        ...

    def open(self, text: str, binding: bytes) -> Cursor:
        """Return what a cursor says.

        Raises:
            CursorRefused: it is none of ours, or of another binding.
        """
        ...


class Index(Protocol):
    """Keeps what search looks into."""

    def keep(self, *documents: Document) -> None:
        """Put each into its compartment, or out of all; an older version changes nothing.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def rebuild(self, documents: Iterator[Document]) -> int:
        """Fill new indexes with all documents and put them in the old ones' place at once.

        What is kept meanwhile goes into both. Return how many are in them. One process does this
        at a time, and keeps again what changed before it began.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def clear_up(self) -> int:
        """Delete what rebuilds left that ended in the middle; return how many indexes.

        Only while no rebuild is under way.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def outdated(self) -> bool:
        """Tell whether an index reads by older synonyms than those on record, or is of old make.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: DocumentChanged) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def documents(self) -> Documents:
        """The documents."""
        ...

    @property
    def drafts(self) -> Drafts:
        """The drafts."""
        ...

    @property
    def partner_links(self) -> PartnerLinks:
        """The links to partners."""
        ...

    @property
    def catalogues(self) -> Catalogues:
        """The partners' catalogues."""
        ...

    @property
    def synonyms(self) -> Synonyms:
        """The synonyms."""
        ...

    @property
    def attachments(self) -> Attachments:
        """The files that are attached to documents."""
        ...

    @property
    def saved_searches(self) -> SavedSearches:
        """The searches that people keep."""
        ...

    @property
    def mail_orders(self) -> MailOrders:
        """Who is to be mailed of what they look for."""
        ...

    @property
    def readers(self) -> Readers:
        """People, by our own copy of their rights."""
        ...

    @property
    def gaps(self) -> Gaps:
        """What was looked for in vain."""
        ...

    @property
    def remarks(self) -> Remarks:
        """What readers said."""
        ...

    @property
    def access(self) -> Access:
        """Teasers, and who asks for and was granted what."""
        ...

    @property
    def feeds(self) -> Feeds:
        """Feeds and who has a link to one."""
        ...

    @property
    def readings(self) -> Readings:
        """What people read."""
        ...

    @property
    def format_requests(self) -> FormatRequests:
        """What readers need in another format."""
        ...

    @property
    def receipts(self) -> Receipts:
        """Who confirmed what."""
        ...

    @property
    def full_text(self) -> Search:
        """The record's own search."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The events."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    @property
    def idempotency(self) -> Idempotency:
        """The keys."""
        ...

    @property
    def plumbing(self) -> PlumbingRows:
        """What the plumbing keeps about people."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...
