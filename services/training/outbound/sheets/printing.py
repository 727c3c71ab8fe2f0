"""Prints a template as PDF/UA-1 by typst, and draws QR codes for it by segno."""

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import segno
import typst

from services.training.domain.errors import NameNotPrintable

FOLDER: Final = Path(__file__).parent
_QUIET: Final = 4
"""Modules of white about a QR code (ISO/IEC 18004)."""


def pdf(template: str, inputs: Mapping[str, str], at: datetime) -> bytes:
    """Return a PDF/UA-1 document, made then, with the fonts that typst carries.

    Raises:
        NameNotPrintable: they have no letters for something in it.
    """
    try:
        return typst.compile(
            FOLDER / template,
            sys_inputs=dict(inputs),
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=at,
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            raise NameNotPrintable("We have no letters for the name on it.") from error
        raise


def qr_code(text: str) -> str:
    """Return a QR code as SVG; of error correction as much as its size has room for."""
    drawn = io.BytesIO()
    segno.make(text, error="l", micro=False).save(drawn, kind="svg", border=_QUIET, xmldecl=False)
    return drawn.getvalue().decode()
