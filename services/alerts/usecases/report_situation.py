"""Take what a member sees around them."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.answer import region_of, see_that_it_is_live, thread_of
from services.alerts.domain.situation import KINDS, Reporter
from services.alerts.usecases.answering import standing
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSituation:
    """Keep one tap of a member about a live alert."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, kind: str, key: RequestKey
    ) -> Reporter:
        """Return what the caller reported so far; the same kind again only has a later time.

        Raises:
            Invalid: there is no such kind.
            AlertNotFound: there is no alert that the caller may know of.
            AnswersClosed: it is not in force.
            DrillStays: it is a private drill, of which nobody draws a picture.
            TooManyReports: the caller tapped too often.
            StaleVersion: another tap of theirs came at the same moment.
            IdempotencyKeyReused: the key came with another body.
        """
        if kind not in KINDS:
            raise Invalid(Violation("kind", f"must be one of {', '.join(KINDS)}"))
        now, who = self.clock.now(), caller.person
        with self.unit_of_work() as tx:
            read = get_seen(tx.alerts, caller, alert_id)
            read.see_that_it_is_no_drill()
            thread_id = thread_of(read)
            see_that_it_is_live(standing(tx, thread_id) or read)
            there = tx.situations.find(thread_id, who) or Reporter(
                thread_id=thread_id,
                subject=who,
                region=region_of(caller.regions),
                seen={},
                window_at=now,
            )
            if tx.idempotency.claim(who, key, str(thread_id)) is not None:
                return there
            tapped = there.tapped(kind, now)
            tx.situations.save(tapped)
            if kind not in there.seen:
                tx.outbox.add(
                    Used(caller=caller, metric="alerts.situation-reported", at=now, detail=kind)
                )
        return tapped
