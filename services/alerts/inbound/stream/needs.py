"""What the stream process reads from the record."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chassis.principals import PrincipalRow
from services.alerts.domain.whereabouts import Organisation, Premises


class PastEvent(Protocol):
    """An event as the record keeps it."""

    @property
    def event_id(self) -> str:
        """Its random id, the same in every process."""
        ...

    @property
    def subject(self) -> str:
        """The full name of its message."""
        ...

    @property
    def payload(self) -> bytes:
        """The message."""
        ...

    @property
    def made_at(self) -> datetime | None:
        """When it was written, if that is known."""
        ...

    @property
    def waited(self) -> bool:
        """Whether it was not sent at once, so that it may have been shown before it was sent."""
        ...


class PastAlerts(Protocol):
    """Reads what alerts published from the record, in the order in which it was sent."""

    def standing(self) -> Sequence[PastEvent]:
        """Return the threat levels that stand, since they may be older than what is kept."""
        ...

    def newest(self, most: int) -> Sequence[PastEvent]:
        """Return the newest events of the last seven days."""
        ...

    def lately(self) -> Sequence[PastEvent]:
        """Return those of the last minutes that NATS should have brought by now."""
        ...


class PrincipalRowsOfMany(Protocol):
    """Finds the rows of people."""

    def find(self, subject: str) -> PrincipalRow | None:
        """Return the row of one, or None."""
        ...

    def find_many(self, subjects: Sequence[str]) -> Sequence[PrincipalRow]:
        """Return the rows of those who have one."""
        ...

    def find_newer(self, known: Mapping[str, int]) -> Sequence[PrincipalRow]:
        """Return the rows of people whose rights version is above the one that is known."""
        ...


class Places(Protocol):
    """Reads organisations and their premises from the record."""

    def find(
        self, organisation_ids: Collection[str]
    ) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        """Return all that is known of these organisations, removed premises too."""
        ...

    def changed(self, within: timedelta) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        """Return what changed lately, oldest first."""
        ...
