"""Say how many requests and complaints about people's data are past their time."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.identity.domain.privacy_request import ClockState
from services.identity.usecases.complaint_ports import PrivacyMeasures
from services.identity.usecases.ports import UnitOfWork

MOST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePrivacy:
    """Run by the clock: what is overdue must be heard of by somebody other than the officer."""

    unit_of_work: UnitOfWork
    measures: PrivacyMeasures
    clock: Clock

    def __call__(self) -> None:
        """Count among the oldest thousand of each; of an overdue one every later one is younger."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            requests = tx.privacy_requests.page(only_open=True, after=None, size=MOST)
            complaints = tx.complaints.page(only_open=True, after=None, size=MOST)
        self.measures.overdue(
            requests=sum(each.clock(now) is ClockState.OVERDUE for each in requests),
            complaints=sum(each.clock(now) is ClockState.OVERDUE for each in complaints),
        )
