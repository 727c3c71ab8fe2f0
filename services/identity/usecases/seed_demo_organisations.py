"""Give the demonstration's people their organisations, and those their premises."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.standing import Standing
from services.identity.domain.demo_organisations import DemoOrganisation, demo_organisations
from services.identity.domain.demo_people import demo_people
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import (
    OrganisationChanged,
    PremisesChanged,
    PrincipalChanged,
)
from services.identity.domain.premises import Premises
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.belonging import whereabouts_of
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDemoOrganisations:
    """Make each that is not there, with its premises; what is there stays as people left it.

    People of the demonstration that an older one made, and who belong to nobody, join theirs.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many organisations were new to the record."""
        added = 0
        with self.unit_of_work() as tx:
            for each in demo_organisations(self.clock.now()):
                if tx.organisations.find(each.organisation.organisation_id) is None:
                    self._add(tx, each)
                    added += 1
            for person in demo_people(self.clock.now()):
                _join(tx, person.subscriber)
        return added

    def _add(self, tx: Stores, new: DemoOrganisation) -> None:
        tx.organisations.add(new.organisation)
        tx.outbox.add(OrganisationChanged(new.organisation))
        for premises_id, details in new.premises.items():
            premises = Premises.added(
                premises_id,
                new.organisation.organisation_id,
                details=details,
                whereabouts=whereabouts_of(tx, details.postcode),
                at=self.clock.now(),
            )
            tx.premises.add(premises)
            tx.outbox.add(PremisesChanged(premises))


def _join(tx: Stores, wanted: Subscriber) -> None:
    try:
        there = tx.subscribers.get(wanted.subject, lock=True)
    except SubscriberNotFound:
        return
    if there.standing is not Standing.ACTIVE or there.organisation_id or not wanted.organisation_id:
        return
    organisation = tx.organisations.find(wanted.organisation_id)
    if organisation is None or not organisation.open:
        return
    joined = there.joined(organisation, admin=wanted.organisation_admin)
    tx.subscribers.save(joined)
    tx.outbox.add(PrincipalChanged(joined))
