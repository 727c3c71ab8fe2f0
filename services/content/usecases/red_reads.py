"""Reading what is marked TLP:RED goes on record; reading anything else costs nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.markings import Tlp
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork

READ_RED: Final = "content:read-red"
"""That somebody read a document marked TLP:RED."""


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
        red = [
            (each, part)
            for part, documents in (("whole", whole), ("summary", listed))
            for each in documents
            if each.content.marking.tlp is Tlp.RED
        ]
        if not red:
            return
        with self.unit_of_work() as tx:
            now = self.clock.now()
            for each, part in red:
                document_id, version = str(each.document_id), each.version
                tx.audit.record(caller, READ_RED, document_id, version=version, part=part)
                tx.outbox.add(Used(caller=caller, metric="content.red-read", at=now, detail=part))
