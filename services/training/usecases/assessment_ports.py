"""What the verbs of assessment and accreditation need besides attempts and certificates."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.training.domain.extra_time import ExtraTime
from services.training.domain.withdrawal import Withdrawal


class ExtraTimes(Protocol):
    """The shares of time that learners chose, of one transaction."""

    def of(self, subject: str) -> ExtraTime | None:
        """Return what a learner chose, or None."""
        ...

    def keep(self, chosen: ExtraTime) -> None:
        """Keep a choice in the place of an earlier one."""
        ...

    def forget(self, subject: str) -> int:
        """Delete a learner's choice; return how many rows went."""
        ...


class Withdrawals(Protocol):
    """The versions that were withdrawn, of one transaction."""

    def add(self, withdrawal: Withdrawal) -> None:
        """Keep a new withdrawal.

        Raises:
            VersionWithdrawn: there is one of the version.
        """
        ...

    def of(self, course_id: UUID, version: int) -> Withdrawal | None:
        """Return what stands of a version; None if it was not withdrawn."""
        ...

    def everything(self) -> Sequence[Withdrawal]:
        """Return every withdrawal, oldest first."""
        ...

    def save(self, withdrawal: Withdrawal) -> None:
        """Keep when its certificates were marked."""
        ...
