"""Reading what is TLP:RED, or by a grant, goes on record; reading anything else costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.markings import Tlp
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.usecases.ports import UnitOfWork

READ_RED: Final = "content:read-red"
"""That somebody read a document marked TLP:RED."""

READ_GRANTED: Final = "content:read-granted"
"""That somebody read a document, or a part of one, by a grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedReads:
    """Notes reads for use cases that have no transaction of their own to write in."""

    unit_of_work: UnitOfWork
    clock: Clock

    def note(
        self, caller: Principal, *, whole: Sequence[Document] = (), listed: Sequence[Document] = ()
    ) -> None:
        """Put on record that somebody reads these, or title and summary, before they are answered.

        What cannot be put on record is not read.
        """
        self._note(
            caller,
            [
                (str(each.document_id), each.version, part)
                for part, documents in (("whole", whole), ("summary", listed))
                for each in documents
                if each.content.marking.tlp is Tlp.RED
            ],
        )

    def note_drafts(
        self, caller: Principal, *, whole: Sequence[Draft] = (), listed: Sequence[Draft] = ()
    ) -> None:
        """Put on record that somebody reads these drafts, before they are answered."""
        self._note(
            caller,
            [
                (str(each.draft_id), each.version, part)
                for part, drafts in (("draft", whole), ("draft-summary", listed))
                for each in drafts
                if each.proposal.content.marking.tlp is Tlp.RED
            ],
        )

    def note_granted(
        self, caller: Principal, request: AccessRequest | None, document: Document, part: str
    ) -> None:
        """Put on record that somebody reads by a grant, before it is answered."""
        if request is None:
            return
        now, resource = self.clock.now(), str(document.document_id)
        version, by = document.version, str(request.request_id)
        with self.unit_of_work() as tx:
            tx.audit.record(caller, READ_GRANTED, resource, version=version, part=part, request=by)
            tx.outbox.add(Used(caller=caller, metric="content.granted-read", at=now, detail=part))

    def _note(self, caller: Principal, red: Sequence[tuple[str, int, str]]) -> None:
        if not red:
            return
        with self.unit_of_work() as tx:
            now = self.clock.now()
            for resource, version, part in red:
                tx.audit.record(caller, READ_RED, resource, version=version, part=part)
                tx.outbox.add(Used(caller=caller, metric="content.red-read", at=now, detail=part))
