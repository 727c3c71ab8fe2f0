"""Say whether alerts are sent to the caller's address."""

from dataclasses import dataclass

from kernel.ports import Pseudonyms
from kernel.principals import Principal
from services.identity.usecases.account_alerts import AlertMails, contact_of, of_account
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAlertMails:
    """Return the caller's own choice."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms

    def __call__(self, caller: Principal) -> AlertMails:
        """Return it.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person)
            there = of_account(tx, self.pseudonyms, person)
            return AlertMails(
                address=contact_of(person).address,
                active=there is not None and there.serves(person.subject),
            )
