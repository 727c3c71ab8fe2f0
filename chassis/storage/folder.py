"""Files in a folder, for one machine or a volume that all processes share."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from chassis.errors import StorageUnavailable
from kernel.storage import NoSuchObject

PIECE: Final = 256 * 1024
_KEY: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
_UNFINISHED: Final = ".putting-"


class BadKey(ValueError):
    """A key is none of ours: a fault of the program, never of a caller."""


@dataclass(frozen=True, slots=True)
class FolderStorage:
    """A file for each key. One appears whole: it is written beside its place and renamed."""

    folder: Path

    def put(self, key: str, source: BinaryIO, size: int) -> None:
        """Keep so many bytes."""
        place = self._place(key)
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(
                dir=place.parent, prefix=_UNFINISHED, delete=False
            ) as file:
                _fill(file, source, size)
            Path(file.name).rename(place)
        except OSError as error:
            raise StorageUnavailable(f"{type(error).__name__}") from error

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes; whether there are any is known before the first."""
        try:
            file = self._place(key).open("rb")
        except FileNotFoundError as error:
            raise NoSuchObject(key) from error
        except OSError as error:
            raise StorageUnavailable(f"{type(error).__name__}") from error
        return _pieces(file, start, length)

    def delete(self, key: str) -> None:
        """Delete the file."""
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"{type(error).__name__}") from error

    def keys(self, prefix: str) -> Sequence[str]:
        """Return the keys of what is whole."""
        try:
            found = [
                each.relative_to(self.folder).as_posix()
                for each in self.folder.rglob("*")
                if each.is_file() and not each.name.startswith(_UNFINISHED)
            ]
        except OSError as error:
            raise StorageUnavailable(f"{type(error).__name__}") from error
        return sorted(key for key in found if key.startswith(prefix))

    def _place(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise BadKey(key)
        return self.folder / key


def _pieces(file: BinaryIO, start: int, length: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = length
        while left is None or left > 0:
            piece = file.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece


def _fill(file: Any, source: BinaryIO, size: int) -> None:
    """Write everything to a named file and the disk; of what is not whole nothing stays."""
    came = None
    try:
        shutil.copyfileobj(source, file, PIECE)
        file.flush()
        os.fsync(file.fileno())
        came = file.tell()
    finally:
        if came != size:
            Path(file.name).unlink(missing_ok=True)
    if came != size:
        raise OSError(f"{came} bytes came, not {size}")
