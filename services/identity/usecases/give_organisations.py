"""Give those an organisation who named one before there were any."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock, Ids
from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.domain.organisation import Organisation
from services.identity.usecases.ports import Stores, UnitOfWork

PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOrganisations:
    """Make the organisation that a person's record names, for each who belongs to none.

    One for each person, also where two names are the same: whoever shared a name with strangers
    would else see and change their premises.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many were made; each page is a transaction of its own."""
        total = 0
        while True:
            with self.unit_of_work() as tx:
                made = self._page(tx)
            total += made
            if made < PAGE:
                return total

    def _page(self, tx: Stores) -> int:
        people = tx.subscribers.without_organisation(size=PAGE)
        for person in people:
            made = Organisation.created(
                self.ids.new(),
                name=person.profile.organisation_name,
                sectors=person.profile.sectors,
                at=self.clock.now(),
            )
            joined = person.joined(made, admin=True)
            tx.organisations.add(made)
            tx.subscribers.save(joined)
            tx.outbox.add(OrganisationChanged(made), PrincipalChanged(joined))
        return len(people)
