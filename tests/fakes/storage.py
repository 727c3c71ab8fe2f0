"""A place for files in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from chassis.errors import StorageUnavailable
from kernel.storage import NoSuchObject


@dataclass
class MemoryStorage:
    """Bytes in a dictionary; can be away."""

    kept: dict[str, bytes] = field(default_factory=dict)
    away: bool = False

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        self._answer()
        body = source.read()
        if len(body) != size:
            raise StorageUnavailable("another size")
        self.kept[key] = body

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        self._answer()
        if key not in self.kept:
            raise NoSuchObject(key)
        return iter([self.kept[key][start : None if length is None else start + length]])

    def delete(self, key: str) -> None:
        self._answer()
        self.kept.pop(key, None)

    def keys(self, prefix: str) -> Sequence[str]:
        self._answer()
        return sorted(key for key in self.kept if key.startswith(prefix))

    def _answer(self) -> None:
        if self.away:
            raise StorageUnavailable("away")
