"""What the verbs of assessment need besides attempts."""

from typing import Protocol

from services.training.domain.extra_time import ExtraTime


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
