"""Forget invitations a month after their last mail."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.invitation import KEPT_FOR
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetInvitations:
    """Delete those whose time is over: they hold the address of who may have no account."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many were deleted."""
        with self.unit_of_work() as tx:
            return tx.invitations.forget(self.clock.now() - KEPT_FOR)
