"""A certificate: issued once for what our own record shows, good until a day, or revoked."""

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from services.training.domain.errors import CertificateEnded

LONGEST_NAME: Final = 100
_UNPLAIN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_MARKUP: Final = re.compile("[<>]")


def plain_name(said: str) -> str:
    """Return a full name as a certificate shows it: plain text, composed (Unicode NFC).

    Raises:
        Invalid: it is empty, too long, or holds signs that are no part of a name.
    """
    name = " ".join(unicodedata.normalize("NFC", said).split(" ")).strip()
    signs = {unicodedata.category(letter) for letter in name}
    if not 1 <= len(name) <= LONGEST_NAME or not any(letter.isalpha() for letter in name):
        raise Invalid(Violation("name", f"must have 1 to {LONGEST_NAME} characters, with letters"))
    if signs & _UNPLAIN or _MARKUP.search(name):
        raise Invalid(Violation("name", "must be plain text"))
    return name


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where a certificate's status stands: a list, and an index that is given only once."""

    list_id: UUID
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as it stands; `credential` is what its holder has, signed.

    `recipient_id` stands for the holder inside the credential, and nowhere else: certificates of
    one person cannot be joined by it. `replaces` is the one in whose place it was issued anew.
    """

    certificate_id: UUID
    version: int
    enrolment_id: UUID
    subject: str
    recipient_id: UUID
    name: str
    course_id: UUID
    course_version: int
    title: str
    issued_at: datetime
    valid_until: datetime
    place: StatusPlace
    credential: str = ""
    revoked_at: datetime | None = None
    revocation_reason: str = ""
    replaces: UUID | None = None

    def revoke(self, *, why: str, at: datetime) -> "Certificate":
        """End it for good.

        Raises:
            CertificateEnded: it was revoked before.
        """
        if self.revoked_at is not None:
            raise CertificateEnded("The certificate was revoked already.")
        return replace(self, version=self.version + 1, revoked_at=at, revocation_reason=why)

    def naming_nobody(self, *, pseudonym: str, credential: str) -> "Certificate":
        """Take its holder off it; it stays a certificate that can be checked."""
        return replace(
            self,
            version=self.version + 1,
            subject=pseudonym,
            name="",
            credential=credential,
            revocation_reason="",
        )


def months_after(at: datetime, months: int) -> datetime:
    """Return the same day so many months later; the month's last day where there is no such."""
    year, month = divmod(at.month - 1 + months, 12)
    last = calendar.monthrange(at.year + year, month + 1)[1]
    return at.replace(year=at.year + year, month=month + 1, day=min(at.day, last))
