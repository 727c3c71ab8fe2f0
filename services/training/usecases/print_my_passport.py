"""Print one's training passport."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.training.domain.issuer import Issuer
from services.training.domain.passport_sheet import passport_sheet
from services.training.usecases.get_my_passport import GetMyPassport
from services.training.usecases.ports import PassportSheets


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintMyPassport:
    """Sign the caller's passport and return it as a document to print; nothing is kept."""

    get_my_passport: GetMyPassport
    issuer: Issuer
    sheets: PassportSheets

    def __call__(self, caller: Principal, *, language: str) -> bytes:
        """Return a PDF/UA-1 document in a language, en-GB or cy.

        Raises:
            NoCertificate: none of the caller's certificates is good now.
            NameNotPrintable: no font has the letters of the name, or of a title.
        """
        signed = self.get_my_passport(caller)
        sheet = passport_sheet(
            signed.passport, signed.beyond, code=signed.code, issuer=self.issuer, language=language
        )
        return self.sheets.passport(sheet)
