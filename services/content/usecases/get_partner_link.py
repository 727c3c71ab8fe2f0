"""Read one link to a partner."""

from dataclasses import dataclass
from uuid import UUID

from services.content.domain.partner_link import PartnerLink
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPartnerLink:
    """Return a listed link."""

    unit_of_work: UnitOfWork

    def __call__(self, *, link_id: UUID) -> PartnerLink:
        """Return it.

        Raises:
            PartnerLinkNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            return tx.partner_links.get(link_id)
