"""Tell alerts again whom to warn, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.identity.domain.events import QuietHoursChanged, RecipientChanged
from services.identity.usecases.ports import UnitOfWork

PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishRecipients:
    """Put a snapshot of every subscription into the outbox again, those that stopped included.

    So with quiet hours, those that somebody wants no more included.
    """

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow; each page is a transaction of its own."""
        return self._addresses() + self._quiet_hours()

    def _addresses(self) -> int:
        total, after = 0, UUID(int=0)
        while True:
            with self.unit_of_work() as tx:
                page = tx.subscriptions.page(after=after, size=PAGE)
                for each in page:
                    tx.outbox.again(RecipientChanged(each))
            total += len(page)
            if len(page) < PAGE:
                return total
            after = page[-1].subscription_id

    def _quiet_hours(self) -> int:
        total, after = 0, ""
        while True:
            with self.unit_of_work() as tx:
                page = tx.quiet_hours.people(after=after, size=PAGE)
                for subject, quiet, version in page:
                    tx.outbox.again(QuietHoursChanged(subject, quiet, version))
            total += len(page)
            if len(page) < PAGE:
                return total
            after = page[-1][0]
