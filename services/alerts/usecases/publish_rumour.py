"""Put an entry on the rumour board on a second person's word."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.rumour import Rumour
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRumour:
    """Let a second person publish exactly what they read; what it corrects stands no more."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, rumour_id: UUID, read: bytes) -> Rumour:
        """Return the published entry.

        Raises:
            IssuingFrozen: two people stopped all issuing.
            RumourNotFound: there is none.
            IllegalTransition: it does not wait, or what it corrects does not stand any more.
            SelfApproval: the caller proposed it.
            VersionChanged: the digest is not its own.
        """
        with self.unit_of_work() as tx:
            see_that_issuing_is_open(tx)
            now = self.clock.now()
            rumour = tx.rumours.get(rumour_id, lock=True)
            published = rumour.publish(by=caller.person, read=read, at=now)
            if published.corrects is not None:
                before = tx.rumours.get(published.corrects, lock=True)
                tx.rumours.save(before.correct(by=rumour_id, at=now))
            tx.rumours.save(published)
            kind = published.quoted.kind.value
            tx.audit.record(
                caller,
                "alerts:publish-rumour",
                str(rumour_id),
                published.digest,
                kind=kind,
                corrects=str(published.corrects or ""),
            )
            tx.outbox.add(
                Used(caller=caller, metric="alerts.rumour-published", at=now, detail=kind)
            )
        return published
