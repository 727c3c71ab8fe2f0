"""Draws the code of a passport: a QR code (ISO/IEC 18004) by segno."""

import io
from typing import Final

import segno

QUIET: Final = 4
PIXELS_A_MODULE: Final = 5


def picture(text: str) -> bytes:
    """Return a PNG; of error correction as much as its size has room for."""
    drawn = io.BytesIO()
    code = segno.make(text, error="l", micro=False)
    code.save(drawn, kind="png", border=QUIET, scale=PIXELS_A_MODULE)
    return drawn.getvalue()
