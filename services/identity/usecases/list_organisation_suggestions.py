"""Show what providers said of people's organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.identity.domain.partner_provider import BrokeredPerson
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrganisationSuggestions:
    """Return what waits for an officer."""

    unit_of_work: UnitOfWork

    def __call__(self, _caller: Principal) -> Sequence[tuple[BrokeredPerson, Subscriber, str]]:
        """Return each with the person and the provider's name."""
        with self.unit_of_work() as tx:
            return [
                (each, tx.subscribers.get(each.subject), tx.providers.get(each.provider_id).name)
                for each in tx.providers.undecided()
            ]
