"""Put the people of the demonstration in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kernel.ports import Clock, Ids
from services.identity.domain.demo_people import DemoPerson, demo_people
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.role_rules import ROLE_RULES
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork


class DemoAccounts(Protocol):
    """Puts accounts with known passwords and second factors into Keycloak."""

    def import_people(self, people: Sequence[DemoPerson]) -> None:
        """Make the accounts that are not there yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDemoPeople:
    """Make every account and record that is not there; what is there stays as it is."""

    unit_of_work: UnitOfWork
    accounts: DemoAccounts
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many people were new to the record."""
        people = demo_people(self.clock.now())
        self.accounts.import_people(people)
        added = 0
        with self.unit_of_work() as tx:
            for person in people:
                try:
                    tx.subscribers.get(person.subscriber.subject)
                except SubscriberNotFound:
                    tx.subscribers.add(person.subscriber)
                    tx.outbox.add(PrincipalChanged(person.subscriber))
                    self._hold(tx, person.subscriber)
                    added += 1
        return added

    def _hold(self, tx: Stores, person: Subscriber) -> None:
        """Let a person's roles be held by grants, as the migration does for those there before."""
        for role in sorted(person.roles & ROLE_RULES.keys()):
            made = RoleGrant.found(self.ids.new(), person.subject, role, self.clock.now())
            tx.role_grants.add(made)
