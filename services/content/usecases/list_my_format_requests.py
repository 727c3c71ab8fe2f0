"""Show somebody what they asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.content.domain.format_request import MOST_OWN
from services.content.usecases.formatting import Shown, shown
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyFormatRequests:
    """Return the caller's requests, newest first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal) -> Sequence[Shown]:
        """Return them, each without what they may no longer read."""
        now = self.red_reads.clock.now()
        with self.unit_of_work() as tx:
            own = tx.format_requests.of(caller.person, most=MOST_OWN)
            seen = [shown(tx, caller, each, now) for each in own]
        self.red_reads.note(caller, listed=[each.document for each in seen if each.document])
        return seen
