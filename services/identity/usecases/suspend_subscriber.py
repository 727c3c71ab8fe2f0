"""Stop an account."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.granting import rest_all
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendSubscriber:
    """Stop an account at once: sign-in, refresh, and every token that has not expired.

    What was taken up for some hours ends; the rest pauses (docs/adr/0095). The person is told how
    to have another officer look at it, and not why.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, subject: str, reason: str) -> Subscriber:
        """Return the suspended person.

        Raises:
            SubscriberNotFound: there is none.
            SelfSuspension: it is the caller.
            SubscriberNotActive: the account is not in use.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(subject, lock=True)
            person.suspended(by=caller.person, at=self.clock.now())  # refused before anything
            person = rest_all(tx, self.ids, caller, person)
            suspended = person.suspended(by=caller.person, at=self.clock.now())
            tx.subscribers.save(suspended)
            tx.tasks.add(Task(task_id=self.ids.new(), subject=subject, kind=TaskKind.SYNC))
            tx.audit.record(caller, "identity:suspend", tx.audit.name_of(subject), reason=reason)
            tx.outbox.add(PrincipalChanged(suspended))
            announce(tx, self.ids, subject, "account-suspended")
        return suspended
