"""Show the partner sites that somebody is the steward of."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.partner_site import PartnerSite
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyPartnerSites:
    """Return the caller's."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[PartnerSite]:
        """Return them, at most a hundred."""
        with self.unit_of_work() as tx:
            return tx.partner_sites.of(caller.person)
