"""A training passport on paper: the code that proves it, and in words what stands in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.training.domain.issuer import Issuer
from services.training.domain.passport import Item, Passport

LANGUAGES: Final = ("en-GB", "cy")
"""In which a passport is printed. The titles of courses stay as their certificates have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportSheet:
    """What is printed.

    `code` is the text of the QR code, and `items` what it says. `beyond` is in the same name, but
    the code has no room for it: a reader checks each by its number at `certificates_page`.
    """

    language: str
    issuer: str
    name: str
    issued_at: datetime
    expires_at: datetime
    items: tuple[Item, ...]
    beyond: tuple[Item, ...]
    code: str
    passport_page: str
    certificates_page: str


def passport_sheet(
    passport: Passport, beyond: tuple[Item, ...], *, code: str, issuer: Issuer, language: str
) -> PassportSheet:
    """Return what is printed of a passport in a language, en-GB or cy."""
    return PassportSheet(
        language=language,
        issuer=issuer.name,
        name=passport.name,
        issued_at=passport.issued_at,
        expires_at=passport.expires_at,
        items=passport.items,
        beyond=beyond,
        code=code,
        passport_page=issuer.passport_page,
        certificates_page=issuer.verification_page,
    )
