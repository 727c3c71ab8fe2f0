"""See to a request."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.usecases.formatting import Shown, on_desk
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFormatRequest:
    """Let one editor see to a request, so that two do not make the same."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal, *, request_id: UUID, expected_version: int) -> Shown:
        """Return it as it stands.

        Raises:
            FormatRequestNotFound: there is none that the caller may know of.
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            FormatRequestClaimed: somebody sees to it already.
        """
        with self.unit_of_work() as tx:
            request, document = on_desk(tx, caller, request_id, lock=True)
            claimed = request.claimed(by=caller.person, read=expected_version)
            tx.format_requests.save(claimed)
            tx.audit.record(caller, "content:claim-format-request", str(request_id))
        self.red_reads.note(caller, listed=[document])
        return Shown(request=claimed, document=document)
