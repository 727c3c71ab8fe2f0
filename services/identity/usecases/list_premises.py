"""Show the premises of the caller's organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.premises import Premises
from services.identity.usecases.belonging import organisation_id_of
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPremises:
    """Return a page of them."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[Premises], Place | None]:
        """Return premises, oldest first, and where the next page begins if there is one.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            own = organisation_id_of(tx, caller)
            if own is None:
                return (), None
            found = tx.premises.page_of(own, after=after, size=size + 1)
        page = found[:size]
        more = len(found) > size
        return page, Place(page[-1].added_at, page[-1].premises_id) if more else None
