"""Show a partner site to who looks after them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.partner_site import PartnerSite
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPartnerSite:
    """Return one, with its steward."""

    unit_of_work: UnitOfWork

    def __call__(
        self, _caller: Principal, *, site_id: UUID
    ) -> tuple[PartnerSite, Mapping[str, Subscriber]]:
        """Return it, and the steward by subject.

        Raises:
            PartnerNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            site = tx.partner_sites.get(site_id)
            return site, stewards(tx, [site])


def stewards(tx: Stores, sites: Iterable[PartnerSite]) -> Mapping[str, Subscriber]:
    """Return the stewards who still have an account, by subject."""
    found = {}
    for subject in {each.steward for each in sites}:
        try:
            found[subject] = tx.subscribers.get(subject)
        except SubscriberNotFound:
            continue  # erased: a pseudonym stands there
    return found
