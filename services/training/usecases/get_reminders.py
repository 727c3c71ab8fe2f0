"""Say whether the caller is reminded."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.remind_learners import choice_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReminders:
    """Tell whether the caller is reminded of certificates that end and courses not finished."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> bool:
        """Return it; who never chose is."""
        with self.unit_of_work() as tx:
            return choice_of(tx, caller.person).stopped_at is None
