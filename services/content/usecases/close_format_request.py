"""End a request that is none."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.events import FormatRequestAnswered
from services.content.usecases.formatting import Shown, on_desk
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFormatRequest:
    """Close a request, with a reason that whoever asked can read."""

    unit_of_work: UnitOfWork
    clock: Clock
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, request_id: UUID, expected_version: int, reason: str
    ) -> Shown:
        """Return it as it stands.

        Raises:
            Invalid: there is no reason, or it is too long.
            FormatRequestNotFound: there is none that the caller may know of.
            StaleVersion, FormatRequestEnded: it changed since, or ended.
        """
        if not reason.strip():
            raise Invalid(Violation("reason", "must say why"))
        with self.unit_of_work() as tx:
            request, document = on_desk(tx, caller, request_id, lock=True)
            closed = request.closed(
                reason, by=caller.person, read=expected_version, at=self.clock.now()
            )
            tx.format_requests.save(closed)
            tx.audit.record(caller, "content:close-format-request", str(request_id))
            if closed.requester is not None:
                tx.outbox.add(FormatRequestAnswered(request=closed, to=closed.requester))
        self.red_reads.note(caller, listed=[document])
        return Shown(request=closed, document=document)
