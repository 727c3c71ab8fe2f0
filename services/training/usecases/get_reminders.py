"""Say whether the caller is reminded."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReminders:
    """Tell whether the caller is reminded of certificates that end and courses not finished."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> bool:
        """Return it; who never chose is."""
        with self.unit_of_work() as tx:
            choice = tx.reminders.choice_of(caller.person)
        return choice is None or choice.stopped_at is None
