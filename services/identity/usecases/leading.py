"""What the verbs about an organisation's security lead share."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Ids
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.organisation import SECURITY_LEAD
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Whether an organisation's security has a lead, and whether it is the caller."""

    held: bool
    mine: bool

    @classmethod
    def of(cls, leads: Sequence[str], subject: str) -> "Lead":
        """Return it of those who lead, as one of the organisation sees it."""
        return cls(held=bool(leads), mine=subject in leads)


def carry_lead(tx: Stores, ids: Ids, person: Subscriber, *, leads: bool) -> bool:
    """Give a person the role, or take it, and tell everyone and Keycloak; tell if it was news."""
    role = frozenset({SECURITY_LEAD})
    changed = person.with_roles(person.roles | role if leads else person.roles - role)
    if changed is person:
        return False
    tx.subscribers.save(changed)
    tx.tasks.add(Task(task_id=ids.new(), subject=person.subject, kind=TaskKind.SYNC))
    tx.outbox.add(PrincipalChanged(changed))
    return True
