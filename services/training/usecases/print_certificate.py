"""Print one's own certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.certificate_sheet import Sheet, sheet, summary
from services.training.domain.course import Catalogue
from services.training.domain.errors import CertificateEnded
from services.training.domain.issuer import Issuer
from services.training.usecases.get_certificate import GetCertificate
from services.training.usecases.ports import Credentials, Sheets


class PrintForm(Enum):
    """As what a certificate is printed."""

    PDF = "PDF"
    BADGE = "BADGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCertificate:
    """Return the caller's own certificate as a document, or as a picture that carries it."""

    get_certificate: GetCertificate
    catalogue: Catalogue
    credentials: Credentials
    issuer: Issuer
    sheets: Sheets

    def __call__(self, caller: Principal, *, certificate_id: UUID, form: PrintForm) -> bytes:
        """Return the file.

        Raises:
            CertificateNotFound: there is none, or it is somebody else's; the two look the same.
            CertificateEnded: it was revoked; what is printed could not show that.
            NameNotPrintable: no font has the letters of the name.
        """
        certificate = self.get_certificate(caller, certificate_id=certificate_id)
        if certificate.revoked_at is not None:
            raise CertificateEnded("The certificate was revoked, and is printed no more.")
        course = self.catalogue.version(certificate.course_id, certificate.course_version)
        signed = self.credentials.sign_summary(summary(certificate, self.issuer))
        printers: dict[PrintForm, Callable[[Sheet], bytes]] = {
            PrintForm.PDF: self.sheets.pdf,
            PrintForm.BADGE: self.sheets.badge,
        }
        return printers[form](sheet(certificate, course, self.issuer, signed))
