"""Hand an alert to the approvers."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.sharing import digest_of_warnings
from services.alerts.domain.sharing_errors import WarningsNotSeen
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, reference_of, same_version
from services.alerts.usecases.regional import capacity_in, see_that_it_may_be_submitted
from services.alerts.usecases.sharing_warnings import sharing_warnings
from services.alerts.usecases.standing_welsh import standing_welsh


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAlert:
    """Hand the version that the caller read to the approvers."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, seen: bytes = b""
    ) -> Alert:
        """Return the submitted alert.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is neither a draft nor returned.
            NotOfTheRegion, AudienceLeavesRegion: it is a region's, and breaks its rule.
            AudienceEmpty: there is nobody whom it could reach.
            WarningsNotSeen: something is unusual about it, and `seen` is not the digest of that.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            see_that_it_may_be_submitted(tx, caller, alert, self.clock.now())
            reach = tx.reach.count(alert.content, alert.thread.earlier).people
            stand_in = standing_welsh(tx, self.clock.now())
            warnings = sharing_warnings(tx, alert, reach)
            digest = digest_of_warnings(warnings) if warnings else None
            submitted = alert.submit(by=caller.person, reach=reach, stand_in=stand_in, seen=digest)
            if digest is not None and seen != digest:
                raise WarningsNotSeen("Look at what is unusual about it, and submit it then.")
            tx.alerts.save(submitted)
            rests_on = reference_of(submitted)
            unusual = {"unusual": [each.kind.value for each in warnings]} if warnings else {}
            tx.audit.record(
                caller,
                "alerts:submit",
                str(alert_id),
                submitted.digest,
                **rests_on,
                **capacity_in(submitted),
                **unusual,
            )
        return submitted
