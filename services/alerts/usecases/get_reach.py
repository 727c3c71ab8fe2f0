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

    `submitted` is None where it was not submitted yet. `messages` are what is sent.
    """

    now: int
    submitted: int | None
    messages: int

    @property
    def drifted(self) -> bool:
        """Whether the two differ by more than a fifth."""
        return self.submitted is not None and drifted(self.submitted, self.now)


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
        return Reached(now=counted.people, submitted=alert.reach, messages=counted.messages)
