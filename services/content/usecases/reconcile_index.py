"""Compare the index with the record, and mend what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from services.content.domain.compartments import compartment_of
from services.content.domain.document import Document, Status
from services.content.domain.errors import RebuildUnderWay
from services.content.domain.reconciling import (
    MOST_MENDED,
    Compartment,
    Difference,
    Entry,
    Kind,
    Reconciled,
    Tally,
    differences,
)
from services.content.usecases.indexing import with_attachments
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.rebuild_index import RebuildIndex
from services.content.usecases.reconcile_ports import ComparedIndex

PAGE: Final = 200
"""Documents of the record that are in memory at a time."""

SETTLED: Final = timedelta(minutes=1)
"""What changed since then may still be on its way to the index: it is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileIndex:
    """Walk every compartment of index and record; the record is right.

    Single differences are mended one by one. Where there are too many, or the index has or had a
    later version than the record, which no write of ours replaces, the indexes are built anew.
    """

    index: ComparedIndex
    unit_of_work: UnitOfWork
    rebuild_index: RebuildIndex
    clock: Clock

    def __call__(self) -> Reconciled:
        """Return what differed, and what was done.

        Raises:
            RebuildUnderWay: another process builds the indexes, or compares.
            SearchUnavailable: the engine is away; what was mended stays so.
        """
        compared: list[Compartment] = []
        mended, hopeless = 0, self.index.outdated()
        with self.unit_of_work() as tx:
            if not tx.synonyms.builds_alone():
                raise RebuildUnderWay("Another process builds the indexes, or compares them.")
            self.index.clear_up()
            names = {*tx.documents.compartments(), *self.index.compartments()}
            for name in sorted(names):
                if hopeless:
                    break
                one, found = self._compare(tx, name)
                done = self._mend(tx, name, found)
                compared.append(one)
                mended, hopeless = mended + done, done < len(found) or mended + done > MOST_MENDED
        rebuilt = self.rebuild_index() if hopeless else None
        return Reconciled(compartments=tuple(compared), mended=mended, rebuilt=rebuilt)

    def _compare(self, tx: Stores, name: str) -> tuple[Compartment, list[Difference]]:
        record, index = Tally(), Tally()
        walked = differences(record.over(self._record(tx, name)), index.over(self.index.walk(name)))
        found = dict[str, Difference]()
        while portion := list(islice(walked, PAGE)):
            found |= {each.entry: each for each in self._confirmed(tx, name, portion)}
            if len(found) > MOST_MENDED:
                break
        compared = Compartment(
            name=name,
            in_record=record.number,
            in_index=index.number,
            record_digest=record.digest,
            index_digest=index.digest,
            wrong=tuple(found.values()),
        )
        return compared, list(found.values())

    def _record(self, tx: Stores, name: str) -> Iterator[Entry]:
        after: UUID | None = None
        while page := tx.documents.in_compartment(name, after=after, size=PAGE):
            yield from map(self.index.wanted, with_attachments(tx.attachments, page))
            after = page[-1].document_id

    def _confirmed(self, tx: Stores, name: str, found: list[Difference]) -> list[Difference]:
        """Return those that are there at a second look, after what was on its way has come."""
        documents = self._documents(tx, found)
        held = self._held(name, [each.entry for each in found])
        settled, confirmed = self.clock.now() - SETTLED, []
        for each in found:
            document = documents.get(each.entry)
            if document is not None and document.changed_at > settled:
                continue
            wanted = self._wanted(name, document)
            if wanted != held.get(each.entry):
                confirmed.append(Difference(_kind(wanted, held.get(each.entry)), each.entry))
        return confirmed

    def _mend(self, tx: Stores, name: str, found: list[Difference]) -> int:
        """Mend what can be mended singly; return how many are right then."""
        if len(found) > MOST_MENDED:
            return 0
        portions = (found[start : start + PAGE] for start in range(0, len(found), PAGE))
        return sum(self._mended(tx, name, each) for each in portions)

    def _mended(self, tx: Stores, name: str, found: list[Difference]) -> int:
        documents = self._documents(tx, found)
        put = [each for each in documents.values() if self._wanted(name, each) is not None]
        staying = {str(each.document_id): self.index.wanted(each) for each in put}
        if gone := [each.entry for each in found if each.entry not in staying]:
            self.index.remove(name, gone)
        before = self._held(name, list(staying))
        put = [each for each in put if not _later(before, staying[str(each.document_id)])]
        if put:
            self.index.keep(*put)
        after = self._held(name, [str(each.document_id) for each in put])
        wanted = [staying[str(each.document_id)] for each in put]
        right = [each for each in wanted if after.get(each.entry) == each or _later(after, each)]
        return len(gone) + len(right)

    def _held(self, name: str, entries: list[str]) -> dict[str, Entry]:
        return {each.entry: each for each in self.index.held(name, entries)} if entries else {}

    def _wanted(self, name: str, document: Document | None) -> Entry | None:
        if document is None or document.status is not Status.PUBLISHED:
            return None
        home = compartment_of(document.content.marking)
        return self.index.wanted(document) if home is not None and home.name == name else None

    def _documents(self, tx: Stores, found: list[Difference]) -> dict[str, Document]:
        ids = [document_id for each in found if (document_id := _id(each.entry)) is not None]
        found_ones = with_attachments(tx.attachments, tx.documents.of_ids(ids))
        return {str(each.document_id): each for each in found_ones}


def _id(entry: str) -> UUID | None:
    """Return the id that an entry has if it is of ours; anybody may have written another."""
    try:
        document_id = UUID(entry)
    except ValueError:
        return None
    return document_id if str(document_id) == entry else None


def _later(held: dict[str, Entry], wanted: Entry) -> bool:
    """Tell whether the index has a later version than this one."""
    return wanted.entry in held and held[wanted.entry].version > wanted.version


def _kind(wanted: Entry | None, held: Entry | None) -> Kind:
    if wanted is None:
        return Kind.FOREIGN
    return Kind.MISSING if held is None else Kind.STALE
