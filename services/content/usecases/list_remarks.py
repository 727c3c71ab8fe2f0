"""Read what readers said."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.remark_ports import Remarked, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRemarks:
    """Return the remarks that are wanted, on what an editor may read."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, wanted: Wanted, after: Place | None, size: int
    ) -> tuple[Sequence[Remarked], Place | None]:
        """Return a page, oldest first, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.remarks.page(caller, wanted, after=after, size=size + 1)
        page = found[:size]
        if len(found) <= size:
            return page, None
        return page, Place(page[-1].remark.left_at, page[-1].remark.remark_id)
