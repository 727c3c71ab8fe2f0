"""Look at what one person did alone."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAlert:
    """Note what a second person found of a warning or withdrawal by one alone."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, finding: str
    ) -> Alert:
        """Return the reviewed alert.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            NothingToReview: nobody acted alone, or it was reviewed.
            SelfApproval: the caller is who acted alone.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            reviewed = alert.reviewed(by=caller.person, finding=finding, at=self.clock.now())
            tx.alerts.save(reviewed)
            tx.audit.record(caller, "alerts:review", str(alert_id), reviewed.digest, why=finding)
        return reviewed
