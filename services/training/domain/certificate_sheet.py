"""A certificate on paper: what is printed, and the code on it that is checked without a network.

The code is an address with a signed summary behind `#`: a camera that has a network opens the page
that says how the certificate stands today, and the part behind `#` never leaves the device. A
reader at a gate without a network checks the summary's signature by the issuer's public keys; it
cannot know of a revocation.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.training.domain.certificate import Certificate
from services.training.domain.course import Course
from services.training.domain.issuer import Issuer

SUMMARY_TYPE: Final = "isp-certificate-summary+jwt"
"""The `typ` of a summary (RFC 8725, 3.11): what is signed as one thing is no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed. `code` is the text of the QR code, `credential` what a badge carries."""

    language: str
    title: str
    name: str
    criteria: str
    banner: str
    issuer: str
    number: str
    address: str
    issued_at: datetime
    valid_until: datetime
    code: str
    credential: str


def summary(certificate: Certificate, issuer: Issuer) -> dict[str, Any]:
    """Return the claims of a summary: whose, what, from when and until when (RFC 7519)."""
    return {
        "iss": issuer.id,
        "jti": str(certificate.certificate_id),
        "name": certificate.name,
        "title": certificate.title,
        "nbf": int(certificate.issued_at.timestamp()),
        "exp": int(certificate.valid_until.timestamp()),
    }


def sheet(certificate: Certificate, course: Course, issuer: Issuer, signed_summary: str) -> Sheet:
    """Return what is printed of a certificate."""
    address = issuer.verification(certificate.certificate_id)
    return Sheet(
        language=course.language,
        title=certificate.title,
        name=certificate.name,
        criteria=course.criteria,
        banner=course.banner,
        issuer=issuer.name,
        number=str(certificate.certificate_id),
        address=address,
        issued_at=certificate.issued_at,
        valid_until=certificate.valid_until,
        code=f"{address}#{signed_summary}",
        credential=certificate.credential,
    )
