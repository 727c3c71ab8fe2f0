"""Forget a passkey that was lost or is not needed any more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.register_passkey import own_passkey
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePasskey:
    """Forget it and end every sign-in of its owner's: whoever found it may have one."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, passkey_id: UUID) -> None:
        """Remove one of the caller's own.

        Raises:
            PasskeyNotFound: it is none of theirs.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            passkey = own_passkey(tx, caller, passkey_id)
            tx.passkeys.remove(passkey.passkey_id)
            signed_out = person.signed_out(at=self.clock.now())
            tx.subscribers.save(signed_out)
            tx.tasks.add(Task(task_id=self.ids.new(), subject=person.subject, kind=TaskKind.SYNC))
            tx.audit.record(caller, "identity:remove-passkey", str(passkey_id))
            tx.outbox.add(PrincipalChanged(signed_out))
