"""Where no place for files is set: nothing is taken, and that is said."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from services.content.domain.attachment_errors import StorageUnavailable
from services.content.domain.attachment_link import Grant


class Nowhere:
    """Keeps nothing and makes no link: every use of it is refused."""

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        """Refuse."""
        self._refuse()

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Refuse."""
        self._refuse()

    def delete(self, key: str) -> None:
        """Refuse."""
        self._refuse()

    def keys(self, prefix: str) -> Sequence[str]:
        """Refuse."""
        self._refuse()

    def sign(self, grant: Grant, name: str) -> str:
        """Refuse."""
        self._refuse()

    def opened(self, token: str) -> Grant:
        """Refuse."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise StorageUnavailable("No place for attached files is set.")
