"""Say in which language one is written to, and when one would rather be left alone."""

from dataclasses import dataclass

from kernel.ports import Clock, Pseudonyms
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import (
    PrincipalChanged,
    QuietHoursChanged,
    RecipientChanged,
)
from services.identity.domain.quiet_hours import QuietHours
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.telling_people import Told, told


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTelling:
    """Keep both, and tell of each address at which the caller is told again.

    Quiet hours are told of the account besides: who has no such address may have a browser or an
    app, which only alerts knows. Where officers are paged their language counts too, so their
    rights are told with it.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock

    def __call__(self, caller: Principal, *, language: str, quiet: QuietHours | None) -> Told:
        """Return how the caller is told now; said again, nothing changes.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            speaking = person.speaking(language)
            if speaking is person and quiet == tx.quiet_hours.of(person.subject):
                return told(tx, self.pseudonyms, person)
            if speaking is not person:
                tx.subscribers.save(speaking)
                tx.outbox.add(PrincipalChanged(speaking))
            if quiet != tx.quiet_hours.of(person.subject):
                version = tx.quiet_hours.keep(person.subject, quiet)
                tx.outbox.add(QuietHoursChanged(person.subject, quiet, version))
            for each in tx.subscriptions.of_subject(person.subject):
                again = each.retold(language)
                tx.subscriptions.save(again)
                tx.outbox.add(RecipientChanged(again))
            now = self.clock.now()
            tx.audit.record(caller, "identity:set-telling", tx.audit.name_of(person.subject))
            tx.outbox.add(Used(caller=caller, metric="identity.telling-set", at=now))
            return told(tx, self.pseudonyms, speaking)
