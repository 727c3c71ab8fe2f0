"""Pass an alert on to those below, with or without a word beside it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.errors import StaleVersion, StepUpRequired
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import Branch, Context, Step
from services.alerts.domain.cascade_errors import NotCascaded, NotYourStep, StepSettled
from services.alerts.domain.events import ContextAdded
from services.alerts.usecases.cascading import hand_down, standing_at
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable

SECOND_FACTOR: Final = "aal2"
FRESH: Final = timedelta(minutes=15)
"""Words that go out under the platform's name are as an approval: see proto/isp/alerts/v1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """Let somebody who stands for a place pass an alert on; the hub's words stay the hub's."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        alert_id: UUID,
        branch: Branch,
        read: bytes,
        expected_version: int,
        context: Context | None,
    ) -> Step:
        """Return the step; those below get it from the same transaction on.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            NotCascaded: it went to everyone at once.
            NotYourStep: it has not come there, or the caller does not stand for that place.
            StepSettled: it was passed on, was sent by the hub, or is over.
            StaleVersion: the step changed since it was read.
            VersionChanged: the digest is not that of what was approved.
            ContextLooser: what is added would be shown to more people than what is above it.
            StepUpRequired: words are added without a fresh second factor. The hub's own need none.
            IssuingFrozen: two people stopped all issuing, and with it what is added and sent on.
        """
        now = self.clock.now()
        if context is not None and not caller.proved_second_factor(
            acr=SECOND_FACTOR, within=FRESH, at=now
        ):
            raise StepUpRequired(SECOND_FACTOR, int(FRESH.total_seconds()))
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            if not alert.content.cascaded:
                raise NotCascaded("This alert went to everyone at once.")
            who = standing_at(tx, alert, branch, now)
            step = tx.cascades.get(alert_id, branch)
            if step is None or caller.person not in who.people:
                raise NotYourStep("There is nothing to pass on.")
            if alert.status is not Status.ISSUED or alert.successor is not None:
                raise StepSettled("The alert ended, or an update took its place.")
            see_that_issuing_is_open(tx)
            above = [each for each in [tx.cascades.get(alert_id, (branch[0], ""))] if each]
            passed = step.passed_on(
                by=caller.person,
                sitting=who,
                read=read,
                context=context,
                above=above if branch[1] else (),
                hub=alert.content.marking,
                at=now,
            )
            if step.version != expected_version:
                raise StaleVersion("It changed since you read it: read it again.")
            tx.cascades.save(passed)
            hand_down(tx, alert, passed, now)
            tx.audit.record(
                caller,
                "alerts:pass-on",
                str(alert_id),
                alert.digest,
                region=branch[0],
                sector=branch[1],
                context=context.text if context else "",
                tlp=context.tlp.value if context else "",
            )
            if context is not None:
                tx.outbox.add(ContextAdded(alert, passed, context))
            tx.outbox.add(
                Used(caller=caller, metric="alerts.passed-on", at=now, detail=branch[1] or "region")
            )
        return passed
