"""Say what came of a remark."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.errors import DocumentNotFound
from services.content.domain.remark import Remark, RemarkStatus
from services.content.domain.remark_errors import RemarkNotFound
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRemark:
    """Answer a remark, close it, or open it again."""

    unit_of_work: UnitOfWork

    def __call__(
        self,
        caller: Principal,
        *,
        remark_id: UUID,
        expected_version: int,
        status: RemarkStatus,
        outcome: str,
    ) -> tuple[Remark, str]:
        """Return the remark as it stands, and what its document is called.

        Raises:
            RemarkNotFound: there is none, or it is on what the caller may not know of.
            StaleVersion: it changed since it was read.
            Invalid: it was answered, and nothing is said of how.
        """
        with self.unit_of_work() as tx:
            remark = tx.remarks.get(remark_id)
            try:
                document = get_readable(tx.documents, caller, remark.document_id)
            except DocumentNotFound:
                raise RemarkNotFound("There is no such remark.") from None
            settled = remark.settled(status, read=expected_version, outcome=outcome)
            tx.remarks.save(settled)
            tx.audit.record(
                caller, "content:settle-remark", str(remark_id), status=settled.status.value
            )
        return settled, document.content.title
