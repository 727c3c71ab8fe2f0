"""Mark the certificates whose version has ended."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEnded:
    """Set the bits of certificates whose version has ended, for who reads the status lists alone.

    Run by the clock. The certificates' own dates were signed before and say a later day.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many certificates were marked; again none."""
        now, count = self.clock.now(), 0
        with self.unit_of_work() as tx:
            over = {
                each.version: each
                for each in tx.withdrawals.everything()
                if each.marked_at is None and each.is_over(now)
            }
            for each in tx.certificates.everything() if over else ():
                if (each.course_id, each.course_version) in over and each.revoked_at is None:
                    tx.status_lists.revoke(each.place)
                    count += 1
            for withdrawal in over.values():
                tx.withdrawals.save(withdrawal.marked(now))
        return count
