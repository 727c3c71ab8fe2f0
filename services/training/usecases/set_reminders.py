"""Choose whether to be reminded."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.remind_learners import new_token


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReminders:
    """Keep what the caller chooses."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, wanted: bool) -> bool:
        """Return what they chose."""
        with self.unit_of_work() as tx:
            choice = tx.reminders.chosen(caller.person, stop_token=new_token())
            kept = choice.wanted() if wanted else choice.stopped(self.clock.now())
            tx.reminders.keep(kept)
        return wanted
