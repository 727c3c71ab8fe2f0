"""Where no place for files is set: nothing is taken, and that is said."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from chassis.errors import StorageUnavailable


class Nowhere:
    """Keeps nothing: every use of it is refused."""

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        """Refuse."""
        refuse()

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Refuse."""
        refuse()

    def delete(self, key: str) -> None:
        """Refuse."""
        refuse()

    def keys(self, prefix: str) -> Sequence[str]:
        """Refuse."""
        refuse()


def refuse() -> NoReturn:
    """Say that files are not kept here.

    Raises:
        StorageUnavailable: always.
    """
    raise StorageUnavailable("No place for files is set.")
