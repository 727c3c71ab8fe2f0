"""What every service needs from outside and tests replace: time, ids, and the record's plumbing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from kernel.idempotency import RequestKey
from kernel.principals import Principal

HeldRow = tuple[str, str, Mapping[str, Any]]
"""What is held about a person: (table, purpose, row)."""


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


class Audit(Protocol):
    """The record of who decided what, on one transaction."""

    def record(
        self, caller: Principal, action: str, resource: str, digest: bytes = b"", **detail: Any
    ) -> None:
        """Add one row."""
        ...

    def name_of(self, subject: str) -> str:
        """Return the pseudonym under which a person stands on this record, given when first used.

        It is made with a random salt, so that nobody can work it out once the salt is destroyed.
        """
        ...

    def people(self, names: Collection[str]) -> Mapping[str, str]:
        """Return who bears which of these pseudonyms; nobody bears the one of who was erased."""
        ...

    def forget(self, subject: str) -> tuple[str, int]:
        """Destroy a person's salt; return the pseudonym their acts stay under, and the rows gone.

        Should somebody of the same id be recorded again, it is under another.
        """
        ...


class Idempotency(Protocol):
    """Keys under which creating requests are done once, on one transaction."""

    def claim(self, subject: str | None, request: RequestKey, resource_id: str) -> str | None:
        """Take a key, or return the id of what was made under it.

        Raises:
            IdempotencyKeyReused: it came with another body.
        """
        ...


class PlumbingRows(Protocol):
    """What a service's plumbing keeps about people, on one transaction."""

    def export(self, subject: str) -> Sequence[HeldRow]:
        """Return each row about a person."""
        ...

    def erase(self, subject: str) -> int:
        """Forget what has no further use; return how many rows."""
        ...


class Pseudonyms(Protocol):
    """Gives what stands for an address or a code where it must not be read."""

    def of(self, text: str) -> str:
        """Return what stands for a text: always the same, and no way back without the key."""
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
