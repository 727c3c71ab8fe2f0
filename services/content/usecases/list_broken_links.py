"""Read the links to partners that somebody has to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.content.domain.partner_link import PartnerLink
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBrokenLinks:
    """Return the links that are broken, or lead to another host by now."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[PartnerLink]:
        """Return them, by their English names."""
        with self.unit_of_work() as tx:
            found = tx.partner_links.listed()
        return [each for each in found if each.health.troubled]
