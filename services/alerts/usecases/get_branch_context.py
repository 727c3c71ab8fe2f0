"""Show a member what was added beside an alert for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.cascade import Context, Step, branches_of, contexts_for
from services.alerts.domain.whereabouts import NO_HOLDINGS
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetBranchContext:
    """Return what was added on the way to the caller's branches, as far as they may see it."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Sequence[tuple[Step, Context]]:
        """Return it, each region's before its sectors'.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            steps = {each.branch: each for each in tx.cascades.steps(alert_id)}
            own = caller.organisation_id
            holdings = tx.whereabouts.holdings({own}).get(own, NO_HOLDINGS) if own else NO_HOLDINGS
        found = (
            each
            for branch in sorted(branches_of(caller, holdings))
            for each in contexts_for(branch, steps, alert.content.marking, caller)
        )
        by_place = {step.branch: (step, context) for step, context in found}
        if by_place:
            self.red_reads.note(caller, alert)
        return [by_place[each] for each in sorted(by_place)]
