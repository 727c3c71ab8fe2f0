"""Show the tree of an alert: where it came when, whom it reached, what comes back up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.roles import permissions_of
from services.alerts.domain.alert import Alert
from services.alerts.domain.answer import thread_of
from services.alerts.domain.branch_figures import Shown, shown_of
from services.alerts.domain.cascade import DIRECT, Branch, Step
from services.alerts.domain.cascade_errors import NotCascaded
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.seat import COORDINATOR
from services.alerts.domain.situation import CURRENT
from services.alerts.usecases.cascade_ports import BranchReport
from services.alerts.usecases.cascading import seats_of
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.red_reads import RedReads

DESK: Final = "alerts:desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What of a cascade somebody sees; `direct` is of who is in no branch, for the desks."""

    alert: Alert
    steps: Sequence[Step]
    figures: Mapping[Branch, Shown]
    reports: Sequence[BranchReport]
    direct: Shown | None
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCascade:
    """Return the tree: all of it to the desks, their own part to those who sit along it."""

    unit_of_work: UnitOfWork
    red_reads: RedReads
    clock: Clock

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Tree:
        """Return what the caller sees.

        Raises:
            AlertNotFound: there is none that they may know of, or they see no part of its tree.
            NotCascaded: it went to everyone at once.
        """
        now, desk, exact = self.clock.now(), _at_the_hub(caller), caller.may("alerts:assist")
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            own = seats_of(tx, caller, now)
            if not desk and not own:
                raise AlertNotFound("There is no such alert.")
            if not alert.content.cascaded:
                raise NotCascaded("This alert went to everyone at once.")
            steps = tx.cascades.steps(alert_id)
            seen = [each for each in steps if desk or _sees(own, each)]
            if not seen and not desk:
                raise AlertNotFound("There is no such alert.")
            counted = tx.cascades.figures(alert_id, thread_of(alert), now - CURRENT)
            reports = tx.cascades.reports(alert_id)
        self.red_reads.note(caller, alert)
        # What is hidden is decided over the whole tree, so that two parts of it give nothing away.
        branches = [each.branch for each in steps if each.sector]
        figures = shown_of({each: counted.get(each) for each in (*branches, DIRECT)}, exact=exact)
        mine = {each.branch for each in seen}
        return Tree(
            alert=alert,
            steps=seen,
            figures=figures,
            reports=[each for each in reports if (each.region, each.sector) in mine],
            direct=figures[DIRECT] if desk else None,
            exact=exact,
        )


def _at_the_hub(caller: Principal) -> bool:
    """Tell whether somebody sees all of it: a desk, but not for a region alone."""
    return DESK in permissions_of(caller.roles - {COORDINATOR})


def _sees(own: Collection[Branch], step: Step) -> bool:
    return step.branch in own or (step.region, "") in own
