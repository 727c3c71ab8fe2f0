"""Start alerts by mail to the caller's own confirmed address."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.account_alerts import AlertMails, begin, contact_of, of_account
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAlertMails:
    """Send the caller by mail what they may read, also after they had stopped it."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal) -> AlertMails:
        """Start; started again, it changes nothing.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            there = of_account(tx, self.pseudonyms, person)
            begun = begin(tx, self.ids, self.pseudonyms, person, there, at=now)
            tx.subscribers.warned(person.subject, now)
            if begun is not there:
                tx.audit.record(caller, "identity:start-alert-mails", str(begun.subscription_id))
                tx.outbox.add(
                    RecipientChanged(begun),
                    Used(caller=caller, metric="identity.alert_mails_started", at=now),
                )
            return AlertMails(address=contact_of(person).address, active=True)
