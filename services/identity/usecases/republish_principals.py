"""Tell everyone again, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass

from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishPrincipals:
    """Put a snapshot of every person's rights into the outbox again."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow."""
        with self.unit_of_work() as tx:
            people = tx.subscribers.everyone()
            for person in people:
                tx.outbox.again(PrincipalChanged(person))
        return len(people)
