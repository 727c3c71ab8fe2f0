"""Cursors as text, signed by HMAC-SHA256 with a key of content's own."""

import base64
import binascii
import hmac
import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from services.content.domain.cursor import Cursor, CursorRefused
from services.content.domain.search import Answerer, Mark

_MAC_BYTES: Final = 32
_LONGEST: Final = 50_000
"""Bytes of a cursor when it is unpacked."""


@dataclass(frozen=True, slots=True)
class SignedCursors:
    """Signs cursors and opens those it signed. The binding is signed and not told."""

    key: bytes = field(repr=False)

    def sign(self, cursor: Cursor, binding: bytes) -> str:
        """Return a cursor as text."""
        mark = cursor.mark
        said = {
            "e": mark.answerer.value,
            "a": mark.after,
            "p": mark.point,
            "n": cursor.seen,
            "x": int(cursor.ends_at.timestamp()),
        }
        packed = zlib.compress(json.dumps(said, separators=(",", ":")).encode())
        whole = self._mac(packed, binding) + packed
        return base64.urlsafe_b64encode(whole).decode().rstrip("=")

    def open(self, text: str, binding: bytes) -> Cursor:
        """Return what a cursor says.

        Raises:
            CursorRefused: it is forged, spoiled, or of another binding; which, is not told.
        """
        try:
            whole = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise CursorRefused from None
        mac, packed = whole[:_MAC_BYTES], whole[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(packed, binding)):
            raise CursorRefused
        said: dict[str, Any] = json.loads(zlib.decompressobj().decompress(packed, _LONGEST))
        mark = Mark(answerer=Answerer(said["e"]), after=tuple(said["a"]), point=said["p"])
        ends_at = datetime.fromtimestamp(said["x"], UTC)
        return Cursor(mark=mark, seen=said["n"], ends_at=ends_at)

    def _mac(self, packed: bytes, binding: bytes) -> bytes:
        return hmac.digest(self.key, binding + packed, "sha256")
