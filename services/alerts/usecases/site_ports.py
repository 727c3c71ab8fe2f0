"""What the use cases of premises' own response levels need."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.alerts.domain.site_notice import SiteNotice
from services.alerts.domain.site_response import SiteOverride
from services.alerts.domain.threat_levels import ThreatSeries


class SiteOverrides(Protocol):
    """The own levels of premises, and who is to be told of them, on one transaction."""

    def newest(
        self, premises_ids: Collection[UUID], *, lock: bool = False
    ) -> Mapping[UUID, SiteOverride]:
        """Return the newest own level of each of these premises that ever had one.

        Locked, nobody else changes it before the transaction ends.
        """
        ...

    def history(
        self, premises_id: UUID, *, before: int | None, size: int
    ) -> Sequence[SiteOverride]:
        """Return those of a premises with a lower number, newest first, at most `size`."""
        ...

    def add(self, override: SiteOverride) -> None:
        """Keep a new one.

        Raises:
            StaleVersion: somebody set another first.
        """
        ...

    def save(self, override: SiteOverride) -> None:
        """Keep the next version of one.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def find(self, override_id: UUID) -> SiteOverride | None:
        """Return one."""
        ...

    def due(
        self, at: datetime, numbers: Mapping[ThreatSeries, int], *, most: int
    ) -> Sequence[SiteOverride]:
        """Return those whose people have something new to hear, locked, leaving what others hold.

        `numbers` are those of the threat levels that stand.
        """
        ...

    def live(self) -> Sequence[SiteOverride]:
        """Return every one that is not over."""
        ...

    def moved(self, premises_id: UUID, series: ThreatSeries) -> bool:
        """Say whose threat level a premises follows from now on; tell if an own level follows."""
        ...

    def forget(self, premises_id: UUID) -> int:
        """Forget every own level of premises that are no more; return how many."""
        ...

    def handled_by(self, subject: str) -> Sequence[SiteOverride]:
        """Return those in which a person had a hand, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place, forget what waits for them; return how many."""
        ...

    def notify(self, overrides: Sequence[SiteOverride], *, but: str | None, at: datetime) -> int:
        """Have the security leads of their organisations told, all but one; return how many."""
        ...

    def due_notice(self, at: datetime) -> SiteNotice | None:
        """Return a notice that is to be sent, locked, leaving those that others hold."""
        ...

    def forget_notices(self, before: datetime, *, most: int) -> int:
        """Delete some notices that were settled and due before then; return how many."""
        ...

    def settle(self, notice: SiteNotice) -> None:
        """Keep what became of a notice."""
        ...
