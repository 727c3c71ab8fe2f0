"""Read the links to partners."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.content.domain.partner_link import PartnerLink
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPartnerLinks:
    """Return every listed link."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[PartnerLink]:
        """Return them, by their English names."""
        with self.unit_of_work() as tx:
            return tx.partner_links.listed()
