"""Read one partner's catalogue."""

from dataclasses import dataclass
from uuid import UUID

from services.content.domain.catalogue import Catalogue
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCatalogue:
    """Return a source, with what was wrong with what was fetched last."""

    unit_of_work: UnitOfWork

    def __call__(self, *, catalogue_id: UUID) -> Catalogue:
        """Return it.

        Raises:
            CatalogueNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            return tx.catalogues.get(catalogue_id)
