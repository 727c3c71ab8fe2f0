"""An export as a person gets it: a ZIP with a JSON file of each holder and their digests."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

_MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The same answers make the same archive, byte for byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one holder has: its file, whole, with what stands in the manifest of it."""

    holder: str
    content: bytes
    records: int

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.content).digest()


def part(holder: str, records: Sequence[dict[str, Any]]) -> Part:
    """Return a holder's file: a JSON array of {table, purpose, row}."""
    content = json.dumps(records, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return Part(holder=holder, content=content, records=len(records))


def archive(request_id: UUID, parts: Iterable[Part], *, put_together_at: datetime) -> bytes:
    """Return the ZIP; `sha256sum` of a file in it gives what the manifest says of it."""
    held = sorted(parts, key=lambda each: each.holder)
    manifest = {
        "manifest_version": 1,
        "request_id": str(request_id),
        "put_together_at": put_together_at.isoformat(),
        "files": [
            {
                "file": f"{each.holder}.json",
                "records": each.records,
                "bytes": len(each.content),
                "sha256": each.digest.hex(),
            }
            for each in held
        ],
    }
    files = {f"{each.holder}.json": each.content for each in held}
    files["manifest.json"] = json.dumps(manifest, indent=1).encode()
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(_entry(name), content)
    return into.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
