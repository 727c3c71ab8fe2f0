"""Tell those above how things are in one's branch."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.cascade import Branch
from services.alerts.domain.cascade_errors import NotYourStep, TooManyBranchReports
from services.alerts.usecases.cascade_ports import BranchReport
from services.alerts.usecases.cascading import standing_at
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable

MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUp:
    """Keep what somebody who stands for a place tells the region, or the hub."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, alert_id: UUID, branch: Branch, text: str, key: RequestKey
    ) -> UUID:
        """Return its id; the same key gives the same.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            NotYourStep: it does not pass there, or the caller does not stand for that place.
            TooManyBranchReports: as many as are taken were told from there.
            IdempotencyKeyReused: the key came with another body.
        """
        now, report_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            step = tx.cascades.get(alert_id, branch)
            who = standing_at(tx, alert, branch, now)
            if step is None or caller.person not in who.people:
                raise NotYourStep("There is nothing to report on.")
            earlier = tx.idempotency.claim(caller.person, key, str(report_id))
            if earlier is not None:
                return UUID(earlier)
            told = [e for e in tx.cascades.reports(alert_id) if (e.region, e.sector) == branch]
            if len(told) >= MOST:
                raise TooManyBranchReports("Enough was told from there: call those above you.")
            tx.cascades.report(
                BranchReport(
                    report_id=report_id,
                    alert_id=alert_id,
                    region=branch[0],
                    sector=branch[1],
                    text=text,
                    told_at=now,
                    told_by=caller.person,
                )
            )
            tx.audit.record(
                caller, "alerts:report-up", str(alert_id), region=branch[0], sector=branch[1]
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.reported-up", at=now, detail=""))
        return report_id
