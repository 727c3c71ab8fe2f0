"""End a partner's catalogue."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.content.domain.catalogue import Catalogue
from services.content.usecases.cataloguing import catalogue_as_read, keep_items
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCatalogue:
    """End a catalogue: its documents go with it, in the same transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, catalogue_id: UUID, expected_version: int, reason: str
    ) -> Catalogue:
        """Return it as it now is.

        Raises:
            CatalogueNotFound: there is none.
            StaleVersion: it changed since it was read.
            CatalogueEnded: it was ended already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            before = catalogue_as_read(tx.catalogues, catalogue_id, expected_version)
            catalogue = before.ended(by=caller.person, at=now, reason=reason).emptied()
            keep_items(tx, catalogue, (), ids=self.ids, at=now)
            tx.catalogues.save(catalogue)
            tx.audit.record(
                caller,
                "content:end-catalogue",
                str(catalogue_id),
                name=catalogue.name,
                why=reason,
            )
        return catalogue
