"""Let a suspended account be used again."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreSubscriber:
    """Undo a suspension, by somebody else than who made it.

    Who was suspended could not sign in: the year after which an unused account closes begins anew.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, subject: str, reason: str) -> Subscriber:
        """Return the restored person.

        Raises:
            SubscriberNotFound: there is none.
            SubscriberNotSuspended: the account is not suspended.
            RestoredBySuspender: the caller suspended it.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(subject, lock=True)
            now = self.clock.now()
            restored = person.restored(by=caller.person, at=now)
            tx.subscribers.save(restored)
            tx.sightings.note(subject, now.date())
            tx.tasks.add(Task(task_id=self.ids.new(), subject=subject, kind=TaskKind.RESTORE))
            tx.audit.record(caller, "identity:restore", tx.audit.name_of(subject), reason=reason)
            tx.outbox.add(PrincipalChanged(restored))
            announce(tx, self.ids, subject, "account-restored")
        return restored
