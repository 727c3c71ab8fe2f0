"""End every sign-in of one's own."""

from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutEverywhere:
    """Refuse every token from before now, and have every session at Keycloak ended."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal) -> datetime:
        """Return the moment from which on their tokens are good."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True).signed_out(at=now)
            tx.subscribers.save(person)
            tx.tasks.add(Task(task_id=self.ids.new(), subject=person.subject, kind=TaskKind.SYNC))
            tx.audit.record(
                caller, "identity:sign-out-everywhere", tx.audit.name_of(person.subject)
            )
            tx.outbox.add(
                PrincipalChanged(person),
                Used(caller=caller, metric="identity.signed_out_everywhere", at=now),
            )
        return now
