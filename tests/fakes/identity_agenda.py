"""What waits in identity's stores in memory, and when the first of each kind is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.identity.usecases.look_ahead import Task
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.plumbing import MemoryUnitOfWork


@dataclass
class MemoryAgenda:
    """Looks through all that is kept."""

    unit_of_work: MemoryUnitOfWork[MemoryIdentityStores]

    def earliest(self) -> Mapping[Task, datetime]:
        kept = self.unit_of_work.stores
        waiting: dict[Task, Iterable[datetime]] = {
            Task.KEYCLOAK: (each.due for each in kept.tasks.waiting),
            Task.MAILS: (each.due for each in kept.mails.waiting),
            Task.ROLE_GRANTS: (e.due_at for e in kept.role_grants.kept.values() if e.due_at),
            Task.GROUPS: (e.due_at for e in kept.groups.kept.values() if e.due_at),
            Task.TEXTS: (each.due for each in kept.texts.kept if each.sent_at is None),
        }
        first = {task: min(due, default=None) for task, due in waiting.items()}
        return {task: at for task, at in first.items() if at is not None}
