"""Put a call for help into an officer's hands."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.help import HelpRequest
from services.alerts.usecases.help_seen import SeenRequest, seen
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeHelpRequest:
    """Let an officer take a call; with it they see how to reach its person."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, help_id: UUID, expected_version: int) -> SeenRequest:
        """Return the call, with how to reach its person.

        Raises:
            HelpNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            HelpClosed: it is closed.
        """
        with self.unit_of_work() as tx:
            request = tx.help.get(help_id, lock=True)
            same_call(request, expected_version)
            taken = request.take(by=caller.person, at=self.clock.now())
            tx.help.save(taken)
            over = request.taken_by is not None
            tx.audit.record(caller, "alerts:take-help", str(help_id), taken_over=over)
            return seen(tx, caller, taken)


def same_call(request: HelpRequest, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if request.version != expected:
        raise StaleVersion("The call for help changed since you read it: read it again.")
