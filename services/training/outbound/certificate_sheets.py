"""Prints certificates: PDF/UA-1 by typst, a QR code by segno, a badge by Pillow."""

import io
from datetime import UTC
from typing import Final

import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from services.training.domain.certificate_sheet import Sheet
from services.training.outbound.sheets.printing import FOLDER, pdf, qr_code
from services.training.outbound.sheets.words import WORDS, day

BAKED: Final = "openbadgecredential"
"""The keyword of the text that carries a credential in a PNG (Open Badges 3.0, 5.3.2.1)."""

_PIXELS_AN_INCH: Final = 170


class TypstSheets:
    """Prints with the fonts that typst carries, so that every machine prints the same."""

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a PDF/UA-1 document of one page."""
        return pdf("certificate.typ", _inputs(sheet), sheet.issued_at)

    def badge(self, sheet: Sheet) -> bytes:
        """Return a square PNG with the credential in it, uncompressed, as an `iTXt` chunk."""
        # A picture does not say which letters it lacks.
        pdf("badge.typ", _inputs(sheet), sheet.issued_at)
        drawn = typst.compile(
            FOLDER / "badge.typ",
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
        "code": qr_code(sheet.code),
    }
