"""Take a mail back that is no news any more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMailBack:
    """See that a mail is not sent, if it waits still or is asked for later: events have no order.

    One that was sent stays sent.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, mail_id: UUID) -> None:
        """Take it back; a second time changes nothing."""
        with self.unit_of_work() as tx:
            tx.mails.take_back(mail_id, self.clock.now())
