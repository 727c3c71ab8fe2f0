"""Keep that somebody read a document."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.domain.reading import SAME_VISIT, Reading, noted
from services.content.usecases.ports import Stores, UnitOfWork
from services.content.usecases.reading import get_open_to


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReading:
    """Keep which version the caller read, for them alone.

    Of what they read by a grant nothing is kept: that ends, and no list may tell of it then.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, document_id: UUID, version: int, changes_seen: bool
    ) -> tuple[Document, Reading | None]:
        """Return the document, and what is kept; None where nothing is kept of the caller.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            Invalid: the document has no such version, or it stood last more than an hour ago.
        """
        with self.unit_of_work() as tx:
            document, granted = get_open_to(tx, caller, document_id, self.clock.now())
            if version > document.version:
                raise Invalid(Violation("version", "must be one that the document has"))
            if granted is not None or tx.readings.is_off(caller.person):
                return document, None
            before = next(iter(tx.readings.find(caller.person, [document_id])), None)
            now = self.clock.now()
            newer = before is None or before.version < version
            if newer and not _stood_lately(tx, document, version, now):
                what = "must be one that stands, or stood within the last hour"
                raise Invalid(Violation("version", what))
            after = noted(before, document, version, changes_seen=changes_seen, at=now)
            if after is None:
                return document, before
            tx.readings.keep(caller.person, after)
            if before is None or before.version != version:
                kind = document.content.kind.value
                tx.outbox.add(Used(caller=caller, metric="content.read", at=now, detail=kind))
        return document, after


def _stood_lately(tx: Stores, document: Document, version: int, now: datetime) -> bool:
    """Tell whether somebody can just have read a version: else anyone would name an old one.

    What changed since would show its text to them, and a document's past is for editors.
    """
    if version == document.version:
        return True
    try:
        following = tx.documents.version(document.document_id, version + 1)
    except DocumentNotFound:
        return False
    return now - following.changed_at < SAME_VISIT
