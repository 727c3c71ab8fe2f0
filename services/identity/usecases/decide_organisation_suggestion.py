"""Decide whether somebody acts for the organisation that a provider named."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.domain.organisation import Organisation
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOrganisationSuggestion:
    """Keep an officer's word; confirmed, the person gets an organisation of this name.

    They are its first admin, as of one that they make themselves. A word that was given stands.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, subject: str, confirmed: bool) -> None:
        """Do it; nothing that the provider says does it alone.

        Raises:
            SubscriberNotFound: nothing was said of such a person.
            SelfConfirmation: it is the caller.
            SuggestionDecided: an officer said the other before.
            OrganisationHeld: they act for one already.
            SubscriberNotActive: the account is not in use.
        """
        with self.unit_of_work() as tx:
            subscriber = tx.subscribers.get(subject, lock=True)
            person, now = tx.providers.find_person(subject), self.clock.now()
            if person is None or not person.suggested_organisation:
                raise SubscriberNotFound("Nothing was said of such a person.")
            if person.said_already(confirmed=confirmed):
                return
            after = person.decided(by=caller.person, at=now, confirmed=confirmed)
            if confirmed:
                self._join(tx, subscriber, person.suggested_organisation)
            tx.providers.keep_person(after)
            tx.audit.record(
                caller,
                "identity:decide-organisation",
                tx.audit.name_of(subject),
                confirmed=confirmed,
            )
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="identity.organisation-decided",
                    at=now,
                    detail="confirmed" if confirmed else "refused",
                )
            )

    def _join(self, tx: Stores, subscriber: Subscriber, name: str) -> None:
        made = Organisation.created(
            self.ids.new(),
            name=name,
            sectors=subscriber.profile.sectors,
            at=self.clock.now(),
        )
        joined = subscriber.joined(made, admin=True)
        tx.organisations.add(made)
        tx.subscribers.save(joined)
        tx.outbox.add(OrganisationChanged(made), PrincipalChanged(joined))
