"""Take a request back."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.usecases.format_ports import ReplyCodes
from services.content.usecases.formatting import Shown, of_requester, shown
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFormatRequest:
    """Close a request that waits, on the word of whoever made it."""

    unit_of_work: UnitOfWork
    clock: Clock
    codes: ReplyCodes
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int, reply_code: str
    ) -> Shown:
        """Return it as it stands.

        Raises:
            FormatRequestNotFound: there is none of theirs.
            StaleVersion, FormatRequestEnded: it changed since, or ended.
        """
        with self.unit_of_work() as tx:
            request = of_requester(tx, self.codes, caller, request_id, reply_code, lock=True)
            closed = request.closed("", by=None, read=expected_version, at=self.clock.now())
            tx.format_requests.save(closed)
            tx.audit.record(caller, "content:withdraw-format-request", str(request_id))
            seen = shown(tx, caller, closed, self.clock.now())
        self.red_reads.note(caller, listed=[seen.document] if seen.document else [])
        return seen
