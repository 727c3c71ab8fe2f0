"""Prints training passports, as PDF/UA-1 by typst."""

import json
from collections.abc import Iterable
from datetime import UTC

from services.training.domain.passport import Item
from services.training.domain.passport_sheet import PassportSheet
from services.training.outbound.sheets.passport_words import PASSPORT_WORDS
from services.training.outbound.sheets.printing import pdf, qr_code
from services.training.outbound.sheets.words import day


class TypstPassportSheets:
    """Prints with the fonts that typst carries, so that every machine prints the same."""

    def passport(self, sheet: PassportSheet) -> bytes:
        """Return a PDF/UA-1 document, of as many pages as its certificates need."""
        lang, _, region = sheet.language.partition("-")
        inputs = {
            **PASSPORT_WORDS[sheet.language],
            "lang": lang,
            "region": region or "GB",
            "issuer": sheet.issuer,
            "name": sheet.name,
            "signed": day(sheet.issued_at.astimezone(UTC), sheet.language),
            "until": day(sheet.expires_at.astimezone(UTC), sheet.language),
            "items": _rows(sheet.items, sheet.language),
            "beyond": _rows(sheet.beyond, sheet.language),
            "passport-page": sheet.passport_page,
            "certificates-page": sheet.certificates_page,
            "code": qr_code(sheet.code),
        }
        return pdf("passport.typ", inputs, sheet.issued_at)


def _rows(items: Iterable[Item], language: str) -> str:
    return json.dumps(
        [
            [each.title, day(each.valid_until.astimezone(UTC), language), str(each.certificate_id)]
            for each in items
        ]
    )
