"""Count whom an alert reaches."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.reach import drifted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True)
class Reached:
    """How many an alert reaches now, and how many it did when it was submitted.

    None where nobody can count, or it was not submitted yet. `messages` are what is sent.
    """

    now: int | None
    submitted: int | None
    messages: int | None = None

    @property
    def drifted(self) -> bool:
        """Whether the two differ by more than a fifth."""
        known = self.now is not None and self.submitted is not None
        return known and drifted(self.submitted or 0, self.now or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReach:
    """Count anew whom an alert reaches, for those who approve it."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Reached:
        """Return the counts.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            counted = tx.reach.count(alert.content, alert.thread.earlier)
        if counted is None:
            return Reached(now=None, submitted=alert.reach)
        return Reached(now=counted.people, submitted=alert.reach, messages=counted.messages)
