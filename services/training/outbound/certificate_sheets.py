"""Prints certificates: PDF/UA-1 by typst, a QR code by segno, a badge by Pillow."""

import io
from datetime import UTC
from pathlib import Path
from typing import Final

import segno
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from services.training.domain.certificate_sheet import Sheet
from services.training.domain.errors import NameNotPrintable
from services.training.outbound.sheets.words import WORDS, day

BAKED: Final = "openbadgecredential"
"""The keyword of the text that carries a credential in a PNG (Open Badges 3.0, 5.3.2.1)."""

_FOLDER: Final = Path(__file__).parent / "sheets"
_PIXELS_AN_INCH: Final = 170
_QUIET: Final = 4
"""Modules of white about a QR code (ISO/IEC 18004)."""


class TypstSheets:
    """Prints with the fonts that typst carries, so that every machine prints the same."""

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a PDF/UA-1 document of one page."""
        return _pdf("certificate.typ", sheet)

    def badge(self, sheet: Sheet) -> bytes:
        """Return a square PNG with the credential in it, uncompressed, as an `iTXt` chunk."""
        _pdf("badge.typ", sheet)  # a picture does not say which letters it lacks
        drawn = typst.compile(
            _FOLDER / "badge.typ",
            sys_inputs=_inputs(sheet),
            format="png",
            ppi=_PIXELS_AN_INCH,
            ignore_system_fonts=True,
        )
        carried = PngInfo()
        carried.add_itxt(BAKED, sheet.credential)
        baked = io.BytesIO()
        with Image.open(io.BytesIO(drawn)) as picture:
            picture.save(baked, "PNG", pnginfo=carried)
        return baked.getvalue()


def _pdf(template: str, sheet: Sheet) -> bytes:
    try:
        return typst.compile(
            _FOLDER / template,
            sys_inputs=_inputs(sheet),
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=sheet.issued_at,
        )
    except typst.TypstError as error:
        if "could not be displayed" in str(error):
            raise NameNotPrintable("We have no letters for the name on it.") from error
        raise


def _inputs(sheet: Sheet) -> dict[str, str]:
    lang, _, region = sheet.language.partition("-")
    return {
        **WORDS[sheet.language],
        "lang": lang,
        "region": region or "GB",
        "banner": sheet.banner,
        "issuer": sheet.issuer,
        "name": sheet.name,
        "title": sheet.title,
        "criteria": sheet.criteria,
        "number": sheet.number,
        "address": sheet.address,
        "issued": day(sheet.issued_at.astimezone(UTC), sheet.language),
        "until": day(sheet.valid_until.astimezone(UTC), sheet.language),
        "code": _qr(sheet.code),
    }


def _qr(text: str) -> str:
    """Return a QR code as SVG; of error correction as much as its size has room for."""
    drawn = io.BytesIO()
    segno.make(text, error="l", micro=False).save(drawn, kind="svg", border=_QUIET, xmldecl=False)
    return drawn.getvalue().decode()
