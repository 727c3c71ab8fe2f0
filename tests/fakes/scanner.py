"""A scanner in memory."""

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from chassis.errors import ScannerUnavailable


@dataclass
class MemoryScanner:
    """Finds what it was told of, in a ZIP file's members too; can be away."""

    harmful: bytes = b"harmful"
    away: bool = False
    asked: int = 0

    def finding(self, file: BinaryIO) -> str | None:
        if self.away:
            raise ScannerUnavailable("away")
        self.asked += 1
        body = file.read()
        return "Test.Harmful" if any(self.harmful in each for each in _parts(body)) else None


def _parts(body: bytes) -> list[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return [body, *(archive.read(each) for each in archive.namelist())]
    except (zipfile.BadZipFile, RuntimeError):
        return [body]
