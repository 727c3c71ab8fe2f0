"""Say whether a document was useful."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS, Principal
from kernel.usage import Used
from services.content.domain.remark import Remark
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRemark:
    """Keep what a reader says of a document, and nothing of who said it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, document_id: UUID, useful: bool, comment: str, key: RequestKey
    ) -> None:
        """Keep it; the same key keeps one.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            Invalid: the comment is too long, or is no text.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            document, _ = get_open_to(tx, caller, document_id, now)
            remark = Remark.left(
                self.ids.new(),
                document_id=document_id,
                document_version=document.version,
                useful=useful,
                comment=comment,
                at=now,
            )
            if tx.idempotency.claim(None, key, str(remark.remark_id)) is not None:
                return
            tx.remarks.add(remark)
            detail = "useful" if useful else "not-useful"
            used = Used(caller=ANONYMOUS, metric="content.remark-left", at=now, detail=detail)
            tx.outbox.add(used)
