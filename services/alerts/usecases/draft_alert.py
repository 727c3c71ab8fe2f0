"""Write a new alert."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import AlertContent
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.regional import capacity_in, see_that_it_may_be_submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAlert:
    """Write a new alert that nobody receives yet."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, content: AlertContent, key: RequestKey, origin: str = ""
    ) -> Alert:
        """Return the draft; the same key gives the same draft.

        Raises:
            Invalid: the content breaks a rule; each field is named.
            NotOfTheRegion, AudienceLeavesRegion: it is a region's, and breaks its rule.
            IdempotencyKeyReused: the key came with another body.
        """
        now, author = self.clock.now(), caller.person
        draft = Alert.drafted(self.ids.new(), content, by=author, at=now)
        alert = replace(draft, origin=origin)
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(author, key, str(alert.alert_id))
            if earlier is not None:
                return tx.alerts.get(UUID(earlier))
            if wrong := content.violations(now):
                raise Invalid(*wrong)
            see_that_it_may_be_submitted(tx, caller, alert, now)
            tx.alerts.add(alert)
            tx.audit.record(
                caller, "alerts:draft", str(alert.alert_id), alert.digest, **capacity_in(alert)
            )
            tx.outbox.add(
                counted(caller, "alerts.drafted", alert, now, alert.content.severity.value)
            )
        return alert
