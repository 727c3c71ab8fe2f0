"""What the use cases of threat levels need."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.threat_change import ChangeStatus, StandingLevel, ThreatLevelChange
from services.alerts.domain.threat_levels import ThreatSeries


class ThreatLevelChanges(Protocol):
    """The changes of the threat levels, of one transaction."""

    def add(self, change: ThreatLevelChange) -> None:
        """Keep a new proposal.

        Raises:
            ThreatLevelChangeUnderWay: another of its series is not decided.
        """
        ...

    def get(self, change_id: UUID, *, lock: bool = False) -> ThreatLevelChange:
        """Return a change; locked, nobody else decides it before the transaction ends.

        Raises:
            ThreatLevelChangeNotFound: there is none.
        """
        ...

    def many(self, change_ids: Collection[UUID]) -> Sequence[ThreatLevelChange]:
        """Return those of these changes that there are, in no order."""
        ...

    def save(self, change: ThreatLevelChange) -> None:
        """Keep the next version of a change.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def standing(self) -> Mapping[ThreatSeries, StandingLevel]:
        """Return the level in force of each series that has one."""
        ...

    def history(
        self, series: ThreatSeries, *, before: int | None, size: int
    ) -> Sequence[StandingLevel]:
        """Return the levels of a series with a lower number, newest first, at most `size`."""
        ...

    def page(
        self, statuses: frozenset[ChangeStatus], *, after: Place | None, size: int
    ) -> Sequence[ThreatLevelChange]:
        """Return changes by when they were proposed, newest first, at most `size`."""
        ...

    def handled_by(self, subject: str) -> Sequence[ThreatLevelChange]:
        """Return the changes in which a person had a hand, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return the number of changes renamed."""
        ...
