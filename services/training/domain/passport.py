"""A training passport: a short signed summary of somebody's certificates, for a gate.

Whoever reads it needs the issuer's public keys and no network. It cannot tell of a revocation since
it was signed, so it is good for thirty days; whoever has a network asks us, and is told.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final
from uuid import UUID

from services.training.domain.certificate import Certificate
from services.training.domain.issuer import Issuer
from services.training.domain.verification import Opened

PASSPORT_TYPE: Final = "isp-training-passport+jwt"
"""The `typ` (RFC 8725, 3.11): what is signed as one thing is no other."""

GOOD_FOR: Final = timedelta(days=30)
MOST_ITEMS: Final = 5
LONGEST_TITLE: Final = 60
LONGEST_CODE: Final = 1_273
"""Bytes of a QR code of version 25 with error correction L (ISO/IEC 18004, table 7): about as much
as a phone reads from a screen or a print of five centimetres."""

_LEEWAY: Final = timedelta(minutes=1)


class Standing(Enum):
    """How a passport stands."""

    GOOD = "GOOD"
    UNREADABLE = "UNREADABLE"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    TAMPERED = "TAMPERED"
    EXPIRED = "EXPIRED"
    NOT_YET = "NOT_YET"


class ItemStanding(Enum):
    """How a certificate in a passport stands by the record."""

    GOOD = "GOOD"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One certificate, as a passport says it."""

    certificate_id: UUID
    title: str
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What a passport says."""

    name: str
    issued_at: datetime
    expires_at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A passport, and what it leaves out.

    `beyond` is in its name, but the code has no room for it. `otherwise` counts the courses of
    which all that is good is in another name.
    """

    passport: Passport
    beyond: tuple[Item, ...]
    otherwise: int

    def shortened(self) -> "Gathered":
        """Return it with the last item of the passport beyond it."""
        items = self.passport.items
        return replace(
            self,
            passport=replace(self.passport, items=items[:-1]),
            beyond=(items[-1], *self.beyond),
        )


def gathered(certificates: Sequence[Certificate], at: datetime) -> Gathered | None:
    """Return a passport of what is good, and what it leaves out; None for nothing good.

    It is in the name on the newest certificate: a passport of two names would prove neither. Of
    each course the certificate that is good for longest stands in it.
    """
    good = [each for each in certificates if each.revoked_at is None and at < each.valid_until]
    if not good:
        return None
    name = max(good, key=lambda each: (each.issued_at, each.certificate_id)).name
    of_course: dict[UUID, Certificate] = {}
    for each in sorted(good, key=lambda each: each.valid_until):
        if each.name == name:
            of_course[each.course_id] = each
    chosen = sorted(of_course.values(), key=lambda each: each.valid_until, reverse=True)
    items = tuple(map(_item, chosen))
    now = at.replace(microsecond=0)
    passport = Passport(
        name=name, issued_at=now, expires_at=now + GOOD_FOR, items=items[:MOST_ITEMS]
    )
    otherwise = {each.course_id for each in good} - of_course.keys()
    return Gathered(passport=passport, beyond=items[MOST_ITEMS:], otherwise=len(otherwise))


def claims(passport: Passport, issuer: Issuer) -> dict[str, Any]:
    """Return what is signed: short, as it must stand in a code that a phone reads."""
    return {
        "iss": issuer.url,
        "name": passport.name,
        "iat": _seconds(passport.issued_at),
        "exp": _seconds(passport.expires_at),
        "c": [
            [_short(each.certificate_id), each.title, _seconds(each.valid_until)]
            for each in passport.items
        ],
    }


def code(token: str, issuer: Issuer) -> str:
    """Return the text of the QR code; what is behind `#` never leaves the device that opens it."""
    return f"{issuer.passport_page}#{token}"


def token_in(text: str) -> str:
    """Return the token of a text that is one, or the whole text of a code."""
    return "".join(text.split()).rpartition("#")[2]


def judged(opened: Opened, at: datetime) -> tuple[Standing, Passport | None]:
    """Return how a passport stands by itself, and what it says if we signed it."""
    if opened.payload is None or opened.type != PASSPORT_TYPE:
        return Standing.UNREADABLE, None
    if not opened.signature_good:
        return Standing.TAMPERED if opened.key_known else Standing.UNKNOWN_KEY, None
    try:
        passport = _said(opened.payload)
    except (KeyError, TypeError, ValueError, OverflowError):
        return Standing.UNREADABLE, None
    return _by_its_days(passport, at), passport


def _by_its_days(passport: Passport, at: datetime) -> Standing:
    if passport.expires_at <= at:
        return Standing.EXPIRED
    return Standing.NOT_YET if at + _LEEWAY < passport.issued_at else Standing.GOOD


def item_standing(record: Certificate | None, at: datetime) -> ItemStanding:
    """Return how a certificate stands by our record of it."""
    if record is None:
        return ItemStanding.UNKNOWN
    if record.revoked_at is not None:
        return ItemStanding.REVOKED
    return ItemStanding.GOOD if at < record.valid_until else ItemStanding.EXPIRED


def _item(certificate: Certificate) -> Item:
    title = certificate.title
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return Item(
        certificate_id=certificate.certificate_id, title=short, valid_until=certificate.valid_until
    )


def _said(payload: Mapping[str, Any]) -> Passport:
    return Passport(
        name=str(payload["name"]),
        issued_at=_moment(payload["iat"]),
        expires_at=_moment(payload["exp"]),
        items=tuple(
            Item(certificate_id=_long(short), title=str(title), valid_until=_moment(until))
            for short, title, until in payload["c"]
        ),
    )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _short(identifier: UUID) -> str:
    return urlsafe_b64encode(identifier.bytes).rstrip(b"=").decode()


def _long(short: str) -> UUID:
    return UUID(bytes=urlsafe_b64decode(f"{short}=="))
