"""Put a request back."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.usecases.formatting import Shown, on_desk
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFormatRequest:
    """Let somebody else see to a request; any editor may, as a colleague may be away."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal, *, request_id: UUID, expected_version: int) -> Shown:
        """Return it as it stands.

        Raises:
            FormatRequestNotFound: there is none that the caller may know of.
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            FormatRequestNotClaimed: it is nobody's.
        """
        with self.unit_of_work() as tx:
            request, document = on_desk(tx, caller, request_id, lock=True)
            released = request.released(read=expected_version)
            tx.format_requests.save(released)
            tx.audit.record(caller, "content:release-format-request", str(request_id))
        self.red_reads.note(caller, listed=[document])
        return Shown(request=released, document=document)
