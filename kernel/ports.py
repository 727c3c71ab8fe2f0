"""What every service needs from outside and tests replace: time and ids."""

from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid4


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


class Ids(Protocol):
    """Gives ids."""

    def new(self) -> UUID:
        """Return an id that nobody can guess: a UUID of version 4."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)


class RandomIds:
    """Ids from the machine's source of randomness."""

    def new(self) -> UUID:
        """Return a UUID of version 4."""
        return uuid4()
