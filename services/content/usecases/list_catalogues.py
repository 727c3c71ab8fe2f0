"""Read the partners' catalogues."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.content.domain.catalogue import MOST_LISTED, Catalogue
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCatalogues:
    """Return every source, whatever became of it."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[Catalogue]:
        """Return them by name, those that ended last."""
        with self.unit_of_work() as tx:
            return tx.catalogues.page(MOST_LISTED)
