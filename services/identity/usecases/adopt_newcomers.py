"""Give those who came by a partner's provider their place on record: REGISTERED, and no more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import AccountsUnavailable, SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.partner_provider import (
    ALIAS,
    BrokeredPerson,
    PartnerProvider,
)
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.usecases.keycloak_ports import Alarms
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.provider_ports import Brokering, Came
from services.identity.usecases.strange_arrivals import heed_arrival
from services.identity.usecases.waiting_ports import Task, TaskKind

_LOOKED_BACK: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptNewcomers:
    """Look who signed in by a provider and is on nobody's record yet.

    Whoever came while this did not look is found at their next sign-in. Nobody is joined to an
    account that is there: Keycloak knows them by (issuer, subject), and an address that somebody
    has here already gives no account at all.
    """

    unit_of_work: UnitOfWork
    brokering: Brokering
    alarms: Alarms
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many were new; what Keycloak does not tell now it tells the next time."""
        with self.unit_of_work() as tx:
            active = {each.alias: each for each in tx.providers.active()}
        if not active:
            return 0
        try:
            came = self.brokering.came(self.clock.now() - _LOOKED_BACK)
            return sum(
                self._adopt(active[each.alias], each) for each in came if each.alias in active
            )
        except AccountsUnavailable:
            return 0

    def _adopt(self, provider: PartnerProvider, who: Came) -> bool:
        with self.unit_of_work() as tx:
            if _is_known(tx, who.subject):
                heed_arrival(tx, self.ids, self.alarms, who, self.clock.now())
                return False
        found = self.brokering.newcomer(who)
        if found is None:
            return False
        now = self.clock.now()
        profile = Profile(
            email=found.email,
            given_name=found.given_name,
            family_name=found.family_name,
            organisation_name="",
            regions=frozenset(),
            sectors=frozenset(),
            language="en",
        )
        with self.unit_of_work() as tx:
            if _is_known(tx, who.subject) or tx.subscribers.find_by_email(found.email) is not None:
                return False
            person = Subscriber.registered(who.subject, profile, now)
            tx.subscribers.add(person)
            tx.sightings.note(who.subject, now.date())
            tx.providers.keep_person(
                BrokeredPerson(
                    subject=who.subject,
                    provider_id=UUID(who.alias.removeprefix(ALIAS)),
                    came_at=now,
                    suggested_organisation=found.suggested_organisation,
                )
            )
            # Names and what the partner said of the organisation: there as the record has them.
            tx.tasks.add(Task(task_id=self.ids.new(), subject=who.subject, kind=TaskKind.SYNC))
            caller = Principal(subject=who.subject, tier=person.tier)
            tx.audit.record(
                caller,
                "identity:come-by-provider",
                tx.audit.name_of(who.subject),
                provider=str(provider.provider_id),
            )
            tx.outbox.add(
                PrincipalChanged(person),
                Used(caller=caller, metric="identity.came-by-provider", at=now),
            )
        return True


def _is_known(tx: Stores, subject: str) -> bool:
    try:
        tx.subscribers.get(subject)
    except SubscriberNotFound:
        return False
    return True
