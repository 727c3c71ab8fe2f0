"""Change what an alert says before it is issued."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import AlertContent
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version
from services.alerts.usecases.regional import capacity_in, see_that_of_region


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAlert:
    """Let another text take the place of the one that the caller read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, content: AlertContent
    ) -> Alert:
        """Return the alert as it stands; a submitted one must be submitted again.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            NotOfTheRegion: it is a region's, of which the caller has no seat.
            IllegalTransition: it was issued or discarded.
            NothingChanged: it says that already.
            Invalid: the content breaks a rule; each field is named.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            see_that_of_region(tx, caller, alert.origin, now)
            edited = alert.edit(content, by=caller.person, at=now)
            if wrong := edited.content.violations(now):
                raise Invalid(*wrong)
            tx.alerts.save(edited)
            tx.audit.record(
                caller, "alerts:edit", str(alert_id), edited.digest, **capacity_in(edited)
            )
        return edited
