"""Show editors what readers need."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.content.usecases.formatting import Shown, shown
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFormatRequests:
    """Return the requests on what an editor may read; what is overdue stands first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, ended: bool, after: Place | None, size: int
    ) -> tuple[Sequence[Shown], Place | None]:
        """Return a page, by when each is due, and where the next one begins."""
        now = self.red_reads.clock.now()
        with self.unit_of_work() as tx:
            found = tx.format_requests.queue(caller, ended=ended, after=after, size=size + 1)
            seen = [shown(tx, caller, each, now) for each in found[:size]]
        self.red_reads.note(caller, listed=[each.document for each in seen if each.document])
        if len(found) <= size:
            return seen, None
        last = found[size - 1]
        return seen, Place(last.due_at, last.request_id)
