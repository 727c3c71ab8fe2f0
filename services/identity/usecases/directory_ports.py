"""What the use cases about reaching people, and reading of them, need."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from kernel.pages import Place
from services.identity.domain.relay import RecordFreeze
from services.identity.domain.subscriber import Subscriber


class Branches(Protocol):
    """The people of branches, on one transaction."""

    def page(
        self, region: str, sector: str, *, after: Place | None, size: int
    ) -> Sequence[Subscriber]:
        """Return those of a sector in a region whose account is in use, the eldest first."""
        ...


class RecordReads(Protocol):
    """Which records of others an account read today, on one transaction."""

    def add(self, reader: str, people: Collection[str], at: datetime) -> int:
        """Keep that these were read; return how many different ones were within a day."""
        ...

    def frozen(self, reader: str) -> bool:
        """Tell whether an account is kept from reading any."""
        ...

    def freeze(self, reader: str, at: datetime, records: int) -> bool:
        """Keep it from reading any; tell whether that is news."""
        ...

    def freezes(self, *, most: int) -> Sequence[RecordFreeze]:
        """Return who is kept from it, the earliest first."""
        ...

    def lift(self, reader: str) -> bool:
        """Let it read again, as if nothing were read today; tell whether it was kept from it."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete what was read before then; return how many."""
        ...


class Relayed(Protocol):
    """The messages that went through us, without their words, on one transaction."""

    def add(self, sender: str, at: datetime) -> None:
        """Keep that somebody sent one."""
        ...

    def count(self, sender: str, since: datetime) -> int:
        """Return how many somebody sent since then."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete those before then; return how many."""
        ...


class ReadingMeasures(Protocol):
    """What those who run the platform see of it."""

    def frozen(self) -> None:
        """Count that an account passed its budget."""
        ...
