"""Warn alone, by a template that two people approved beforehand."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertIssued
from services.alerts.domain.template import Filling
from services.alerts.domain.welsh import Welsh
from services.alerts.usecases.counting import counted
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import welsh_of_record
from services.alerts.usecases.standing_welsh import standing_welsh


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass:
    """Issue at once what a template says; somebody else must look at it within 24 hours."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        template_id: UUID,
        filling: Filling,
        why: str,
        key: RequestKey,
    ) -> Alert:
        """Return the issued alert; the same key issues it once.

        Raises:
            TemplateNotFound: there is none.
            TemplateNotApproved: two people did not approve it, or it is retired.
            TemplateExpired: it has run out.
            TemplateOfAnotherUse: nobody warns by it.
            WelshTextNeeded: the place is in Wales, and the template, not Extreme, has no Welsh.
            IssuingFrozen: two people stopped all issuing.
            Invalid: a slot is filled with what is outside its bounds; each is named.
            IdempotencyKeyReused: the key came with another body.
        """
        now, alert_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(alert_id))
            if earlier is not None:
                return tx.alerts.get(UUID(earlier))
            see_that_issuing_is_open(tx)
            content = tx.templates.get(template_id).filled(filling, now)
            content, welsh = Welsh.alone(content, template_id, standing_welsh(tx, now), now)
            if wrong := content.violations(now):
                raise Invalid(*wrong)
            by = caller.person
            alert = Alert.broken_glass(
                alert_id, content, by=by, at=now, template_id=template_id, welsh=welsh
            )
            tx.alerts.add(alert)
            tx.dispatches.add(Dispatch.of(alert, at=now))
            tx.messages.record(alert)
            tx.audit.record(
                caller,
                "alerts:break-glass",
                str(alert_id),
                alert.digest,
                why=why,
                template=str(template_id),
                **welsh_of_record(alert),
            )
            tx.outbox.add(
                AlertIssued(alert),
                counted(caller, "alerts.broken-glass", alert, now, content.severity.value),
            )
        return alert
