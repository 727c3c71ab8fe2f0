"""Write what is to take the place of an alert that is out."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import AlertContent
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.regional import capacity_in, see_that_of_region
from services.alerts.usecases.updating import see_that_few_wait


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateAlert:
    """Draft a new message of the same thread, with an approval of its own to come."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, alert_id: UUID, content: AlertContent, key: RequestKey
    ) -> Alert:
        """Return the draft; the same key gives the same draft.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            NotOfTheRegion: it is a region's, of which the caller has no seat.
            IllegalTransition: it is not out.
            ThreadMovedOn: another message took its place already.
            TooManyDrafts: as many updates of it wait as may.
            Invalid: the content breaks a rule; each field is named.
            IdempotencyKeyReused: the key came with another body.
        """
        now, author, new = self.clock.now(), caller.person, self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(author, key, str(new))
            if earlier is not None:
                return tx.alerts.get(UUID(earlier))
            # The lock holds the thread: nobody adds another draft to it meanwhile.
            out = get_readable(tx.alerts, caller, alert_id, lock=True)
            see_that_of_region(tx, caller, out.origin, now)
            draft = out.update(new, content, by=author, at=now)
            if wrong := draft.content.violations(now):
                raise Invalid(*wrong)
            see_that_few_wait(tx, out)
            tx.alerts.add(draft)
            updates = {"updates": str(alert_id)} | capacity_in(draft)
            tx.audit.record(caller, "alerts:draft", str(new), draft.digest, **updates)
            tx.outbox.add(
                counted(caller, "alerts.drafted", draft, now, draft.content.severity.value)
            )
        return draft
