"""Ends every sign-in of somebody's, here and at Keycloak, from the same transaction."""

from datetime import datetime

from kernel.ports import Ids
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


def end_sign_ins(tx: Stores, ids: Ids, person: Subscriber, *, at: datetime) -> None:
    """Refuse what began before now, everywhere; the person is locked."""
    signed_out = person.signed_out(at=at)
    tx.subscribers.save(signed_out)
    tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=TaskKind.SYNC))
    tx.outbox.add(PrincipalChanged(signed_out))
