"""Confirm a catalogue that somebody else proposed."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.catalogue import Catalogue
from services.content.usecases.cataloguing import catalogue_as_read
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCatalogue:
    """Let a second person put a proposal into effect; `work` fetches it soon."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, catalogue_id: UUID, expected_version: int
    ) -> Catalogue:
        """Return it as it now is.

        Raises:
            CatalogueNotFound: there is none.
            StaleVersion: it changed since it was read.
            CatalogueNotProposed: it was confirmed or ended.
            SelfConfirmation: the caller proposed it.
        """
        with self.unit_of_work() as tx:
            before = catalogue_as_read(tx.catalogues, catalogue_id, expected_version)
            catalogue = before.confirmed(by=caller.person, at=self.clock.now())
            tx.catalogues.save(catalogue)
            tx.audit.record(
                caller, "content:confirm-catalogue", str(catalogue_id), name=catalogue.name
            )
        return catalogue
