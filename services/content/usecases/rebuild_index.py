"""Build the search engine's indexes anew from the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Final

from kernel.ports import Clock
from services.content.domain.document import Document
from services.content.domain.errors import RebuildUnderWay
from services.content.usecases.indexing import with_attachments
from services.content.usecases.ports import Index, Stores, UnitOfWork

OVERLAP: Final = timedelta(minutes=1)
"""Clocks differ, and a transaction may have begun before we did."""

AT_ONCE: Final = 256
"""Documents that are kept again by one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildIndex:
    """Fill new indexes and put them in the old ones' place, while search goes on."""

    index: Index
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, if_outdated: bool = False) -> int:
        """Return how many documents are in the new indexes; 0 if they need not be built.

        Raises:
            RebuildUnderWay: another process is at it.
            SearchUnavailable: the engine is away; the old indexes stand.
        """
        began = self.clock.now() - OVERLAP
        with self.unit_of_work() as tx:
            if not tx.synonyms.builds_alone():
                raise RebuildUnderWay("Another process builds the indexes.")
            if if_outdated and not self.index.outdated():
                return 0
            count = self.index.rebuild(self._documents(tx))
        with self.unit_of_work() as tx:
            changed = self._documents(tx, since=began)
            while portion := list(islice(changed, AT_ONCE)):
                self.index.keep(*portion)
        return count

    def _documents(self, tx: Stores, *, since: datetime | None = None) -> Iterator[Document]:
        found = tx.documents.everything(since=since)
        if since is not None:
            found = chain(found, tx.documents.of_ids(tx.attachments.changed_since(since)))
        return with_attachments(tx.attachments, found)
