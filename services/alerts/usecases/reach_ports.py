"""What the use cases need to know of whom an alert reaches."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol
from uuid import UUID

from services.alerts.domain.aim import Aim
from services.alerts.domain.reach import Counted


class Reach(Protocol):
    """Counts whom an alert would reach."""

    def count(self, aim: Aim, earlier: Sequence[UUID] = ()) -> Counted:
        """Return how many would get it, and by how many messages; it always counts, or fails.

        Whoever was sent one of the earlier messages of its thread is among them.
        """
        ...

    def regions(self, aim: Aim, among: AbstractSet[str]) -> frozenset[str]:
        """Return in which of some regions people with an account are whom it is for.

        Of each it is the regions of the places at which they are addressed, else their own.
        """
        ...
