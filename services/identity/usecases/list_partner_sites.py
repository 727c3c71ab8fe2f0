"""Show the partner sites to who looks after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.partner_site import PartnerSite
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.get_partner_site import stewards
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPartnerSites:
    """Return a page of them."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[PartnerSite], Mapping[str, Subscriber], Place | None]:
        """Return them oldest first, their stewards by subject, and where the next page begins."""
        with self.unit_of_work() as tx:
            found = tx.partner_sites.page(after=after, size=size + 1)
            shown = found[:size]
            people = stewards(tx, shown)
        more = len(found) > size
        last = Place(at=shown[-1].proposed_at, item_id=shown[-1].site_id) if more else None
        return shown, people, last
