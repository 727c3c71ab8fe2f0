"""End a call for help."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.help import BY_OFFICERS, HelpOutcome
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.take_help_request import same_call


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseHelpRequest:
    """Let the officer who has a call say what became of it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, help_id: UUID, expected_version: int, outcome: HelpOutcome
    ) -> None:
        """Close it.

        Raises:
            Invalid: it is no outcome that an officer can say.
            HelpNotFound: there is none.
            StaleVersion: it is not the version that the caller read.
            HelpClosed: it is closed already.
            HeldByAnother: it is not in the caller's hands.
        """
        if outcome not in BY_OFFICERS:
            raise Invalid(Violation("outcome", "must be one that an officer can say"))
        with self.unit_of_work() as tx:
            now = self.clock.now()
            request = tx.help.get(help_id, lock=True)
            same_call(request, expected_version)
            tx.help.save(request.close(outcome, by=caller.person, at=now))
            tx.audit.record(caller, "alerts:close-help", str(help_id), outcome=outcome.value)
            tx.outbox.add(
                Used(caller=caller, metric="alerts.help-closed", at=now, detail=outcome.value)
            )
