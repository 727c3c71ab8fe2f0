"""Count what readers said, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.remark import KEPT
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable
from services.content.usecases.remark_ports import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRemarkFigures:
    """Say how many found useful what an editor may read, as long as remarks are kept."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, document_id: UUID | None
    ) -> tuple[Sequence[Month], str]:
        """Return the months, the latest first, and what the document is called.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            title = ""
            if document_id is not None:
                title = get_readable(tx.documents, caller, document_id).content.title
            since = self.clock.now() - KEPT
            return tx.remarks.months(caller, document_id, since=since), title
