"""Show a request to whoever made it."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.usecases.format_ports import ReplyCodes
from services.content.usecases.formatting import Shown, of_requester, shown
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFormatRequest:
    """Return a request of the caller's."""

    unit_of_work: UnitOfWork
    codes: ReplyCodes
    red_reads: RedReads

    def __call__(self, caller: Principal, *, request_id: UUID, reply_code: str) -> Shown:
        """Return it.

        Raises:
            FormatRequestNotFound: there is none of theirs.
        """
        with self.unit_of_work() as tx:
            request = of_requester(tx, self.codes, caller, request_id, reply_code)
            seen = shown(tx, caller, request, self.red_reads.clock.now())
        self.red_reads.note(caller, listed=[seen.document] if seen.document else [])
        return seen
