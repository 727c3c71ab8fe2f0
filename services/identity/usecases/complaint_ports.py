"""What complaints need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.complaint import Complaint


class Complaints(Protocol):
    """The complaints of one transaction."""

    def add(self, complaint: Complaint) -> None:
        """Keep a new one."""
        ...

    def get(self, complaint_id: UUID, *, lock: bool = False) -> Complaint:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            ComplaintNotFound: there is none.
        """
        ...

    def save(self, complaint: Complaint) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page(self, *, only_open: bool, after: Place | None, size: int) -> Sequence[Complaint]:
        """Return them, oldest first."""
        ...

    def forget_answered(self, before: datetime) -> int:
        """Delete those that were answered before then; return how many."""
        ...


class PrivacyMeasures(Protocol):
    """What those who run the platform see of the clocks."""

    def overdue(self, *, requests: int, complaints: int) -> None:
        """Say how many are not answered, or not acknowledged, in time."""
        ...
