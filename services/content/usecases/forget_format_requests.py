"""Forget who asked for an accessible format."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.content.domain.format_request import PERSON_KEPT
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetFormatRequests:
    """Forget the person 90 days after a request ended; what was made stays for others."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many rows changed or went."""
        with self.unit_of_work() as tx:
            return tx.format_requests.forget_people(before=self.clock.now() - PERSON_KEPT)
