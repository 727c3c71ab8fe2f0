"""Tell of organisations and premises again, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.identity.domain.events import OrganisationChanged, PremisesChanged
from services.identity.usecases.ports import UnitOfWork

PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishPremises:
    """Put a snapshot of each into the outbox again, of those that are no more too."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow; each page is a transaction of its own."""
        return self._organisations() + self._premises()

    def _organisations(self) -> int:
        total, after = 0, UUID(int=0)
        while True:
            with self.unit_of_work() as tx:
                page = tx.organisations.page(after=after, size=PAGE)
                for each in page:
                    tx.outbox.again(OrganisationChanged(each))
            total += len(page)
            if len(page) < PAGE:
                return total
            after = page[-1].organisation_id

    def _premises(self) -> int:
        total, after = 0, UUID(int=0)
        while True:
            with self.unit_of_work() as tx:
                page = tx.premises.page(after=after, size=PAGE)
                for each in page:
                    tx.outbox.again(PremisesChanged(each))
            total += len(page)
            if len(page) < PAGE:
                return total
            after = page[-1].premises_id
