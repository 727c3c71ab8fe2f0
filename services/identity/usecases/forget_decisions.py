"""Keep for seven years who held what by whose word, and no longer."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.identity.domain.tier_term import months_after
from services.identity.usecases.ports import UnitOfWork

KEPT_MONTHS: Final = 7 * 12
"""How long after its end a grant of a role, a partner site or a sponsor's name is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetDecisions:
    """Run by the clock. `dry` says how many rows would change, and does nothing.

    Grants of roles and partner sites go whole. Of a closed group and of a partner's provider the
    row stays without the names: the group's code is never given again, and people came by the
    provider.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    dry: bool = False

    def __call__(self) -> int:
        """Return how many rows were over seven years ago."""
        before = months_after(self.clock.now(), -KEPT_MONTHS)
        with self.unit_of_work() as tx:
            if self.dry:
                return sum(tx.old_records.over_before(before).values())
            gone = tx.old_records.forget(before)
            if any(gone.values()):
                tx.audit.record(ANONYMOUS, "identity:forget-decisions", "", rows=dict(gone))
            return sum(gone.values())
