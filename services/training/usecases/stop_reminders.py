"""Stop reminders by the link in one."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReminders:
    """End them by the link in a mail; a link that is not known changes nothing and says nothing."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, token: str) -> None:
        """End them."""
        with self.unit_of_work() as tx:
            choice = tx.reminders.by_token(token)
            if choice is not None and choice.stopped_at is None:
                tx.reminders.keep(choice.stopped(self.clock.now()))
                named = tx.audit.name_of(choice.subject)
                tx.audit.record(ANONYMOUS, "training:stop-reminders", named)
