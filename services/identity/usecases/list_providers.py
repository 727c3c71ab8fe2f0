"""Show the providers to who looks after partners."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.partner_provider import PartnerProvider
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProviders:
    """Return a page of them."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[PartnerProvider], Place | None]:
        """Return them oldest first, and where the next page begins."""
        with self.unit_of_work() as tx:
            found = tx.providers.page(after=after, size=size + 1)
        shown, more = found[:size], len(found) > size
        last = Place(at=shown[-1].proposed_at, item_id=shown[-1].provider_id) if more else None
        return shown, last
