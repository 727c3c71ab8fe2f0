"""Forget invitations a month after their last mail, and what counts for a day after that."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.identity.domain.invitation import KEPT_FOR
from services.identity.usecases.ports import UnitOfWork

READS_KEPT: Final = timedelta(days=2)
"""How long it is kept which records were read, and who wrote through us: a day is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetInvitations:
    """Delete those whose time is over: they hold the address of who may have no account."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many were deleted."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            tx.record_reads.forget(now - READS_KEPT)
            tx.relayed.forget(now - READS_KEPT)
            return tx.invitations.forget(now - KEPT_FOR)
