"""Stop alerts by mail to the caller's own address."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.usecases.account_alerts import AlertMails, contact_of, of_account
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping import stop


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAlertMails:
    """End all alerts to the caller's address, those about a postcode too, as the link does."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal) -> AlertMails:
        """Stop; stopped again, it changes nothing.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            there = of_account(tx, self.pseudonyms, person)
            tx.subscribers.warned(person.subject, now)
            if there is not None:
                stop(tx, self.ids, caller, there, at=now, last_word=True)
            return AlertMails(address=contact_of(person).address, active=False)
