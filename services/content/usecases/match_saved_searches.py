"""Hold versions of documents against every saved search."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from services.content.domain.compartments import compartment_of
from services.content.domain.document import Document, Status
from services.content.domain.events import SavedSearchMatched
from services.content.domain.search import Query
from services.content.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSavedSearches:
    """Keep a match for each saved search whose owner may read the document.

    The record's own search says what matches, not the engine: it needs no index that is up to date.
    A document for named people is found by no search, and so matches none.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *document_ids: UUID) -> None:
        """Match documents as they stand now; doing it again changes nothing."""
        now, owners = self.clock.now(), set[str]()
        with self.unit_of_work() as tx:
            found = {each.document_id: each for each in tx.documents.of_ids(document_ids)}
            for document_id in dict.fromkeys(document_ids):
                document = found.get(document_id)
                if document is not None and _is_matched(document):
                    owners |= self._match(tx, document, now)
            _wake(tx, owners, now)

    def _match(self, tx: Stores, document: Document, now: datetime) -> set[str]:
        """Return whose searches match what they did not before."""
        said: dict[Query, bool] = {}
        owners = set()
        for saved in tx.saved_searches.everyone(document):
            if saved.query not in said:
                said[saved.query] = tx.saved_searches.says(document, saved.query)
            if not said[saved.query]:
                continue
            owner = tx.readers.find(saved.owner)
            if owner is None or not document.readable_by(owner):
                continue
            if tx.saved_searches.match(saved.saved_search_id, document.document_id, at=now):
                tx.outbox.add(SavedSearchMatched(saved=saved, document=document, at=now))
                owners.add(saved.owner)
        return owners


def _wake(tx: Stores, owners: set[str], now: datetime) -> None:
    """Have a mail looked at for those who chose mails; in one order, so that nobody waits twice."""
    for owner in sorted(owners):
        order = tx.mail_orders.of(owner, lock=True)
        if order is not None:
            tx.mail_orders.keep(order.woken(now))


def _is_matched(document: Document) -> bool:
    there = document.status is Status.PUBLISHED
    return there and compartment_of(document.content.marking) is not None
