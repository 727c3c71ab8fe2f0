"""Begin a shift at a queue."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.help import LONGEST_SHIFT, QUEUES, Staffing
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffHelpQueue:
    """Take an officer's word that they answer a queue until a moment."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, queue: str, until: datetime, key: RequestKey
    ) -> Staffing:
        """Return the shift; an earlier one of theirs at this queue ends with it.

        Raises:
            Invalid: there is no such queue, or the shift is over already or too long.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        shift = Staffing(
            staffing_id=self.ids.new(), queue=queue, officer=caller.person, since=now, until=until
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(shift.staffing_id))
            if earlier is not None:
                return tx.help.shift(UUID(earlier))
            if wrong := _wrong(shift):
                raise Invalid(*wrong)
            for each in tx.help.staffed(now):
                if (each.officer, each.queue) == (caller.person, queue):
                    tx.help.save_shift(each.left(now))
            tx.help.begin(shift)
            tx.audit.record(
                caller, "alerts:staff-help", str(shift.staffing_id), queue=queue, until=str(until)
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.help-staffed", at=now))
        return shift


def _wrong(shift: Staffing) -> list[Violation]:
    found = []
    if shift.queue not in QUEUES:
        found.append(Violation("queue", "must be a region's code, or NATIONAL"))
    if not shift.since < shift.until <= shift.since + LONGEST_SHIFT:
        hours = int(LONGEST_SHIFT.total_seconds()) // 3600
        found.append(Violation("until", f"must be later than now, at most {hours} hours ahead"))
    return found
