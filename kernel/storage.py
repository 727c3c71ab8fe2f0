"""What keeps bytes that do not belong in a database."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol


class NoSuchObject(Exception):
    """Nothing is kept under a key."""


class Storage(Protocol):
    """Keeps bytes under keys. A key is made of ids and numbers of ours, never of a name."""

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        """Keep so many bytes, whole or not at all; what was there before is replaced.

        Raises:
            StorageUnavailable: it cannot be kept.
        """
        ...

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield bytes in pieces, to the end if no length is said.

        Raises:
            NoSuchObject: there is nothing under the key.
            StorageUnavailable: it does not answer.
        """
        ...

    def delete(self, key: str) -> None:
        """Keep nothing under a key; nothing there is no error.

        Raises:
            StorageUnavailable: it does not answer.
        """
        ...

    def keys(self, prefix: str) -> Sequence[str]:
        """Return the keys that begin so, in order.

        Raises:
            StorageUnavailable: it does not answer.
        """
        ...
