"""Build the search engine's indexes anew from the record."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.content.usecases.indexing import with_attachments
from services.content.usecases.ports import Index, UnitOfWork

OVERLAP: Final = timedelta(minutes=1)
"""Clocks differ, and a transaction may have begun before we did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildIndex:
    """Fill new indexes and put them in the old ones' place, while search goes on."""

    index: Index
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many documents are in the new indexes.

        Raises:
            SearchUnavailable: the engine is away; the old indexes stand.
        """
        began = self.clock.now() - OVERLAP
        with self.unit_of_work() as tx:
            count = self.index.rebuild(with_attachments(tx.attachments, tx.documents.everything()))
        with self.unit_of_work() as tx:
            since = list(tx.documents.everything(since=began))
            since += tx.documents.of_ids(tx.attachments.changed_since(began))
            changed = list(with_attachments(tx.attachments, since))
        self.index.keep(*changed)
        return count
