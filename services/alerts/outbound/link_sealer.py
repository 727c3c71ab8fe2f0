"""Answer links: sealed with a key of alerts' own (AES-SIV, RFC 5297), short enough for a text.

Sealed rather than signed: who sees a link learns neither the alert nor the recipient, and a
spoiled one does not open. The same link is the same token each time it is sent.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.alerts.domain.errors import AnswerLinkRefused
from services.alerts.usecases.answer_ports import AnswerLink

_PURPOSE: Final = b"isp alerts answer link 1"
"""Bound into the key and into each token: what is sealed for another purpose does not open."""

_SECONDS_BYTES: Final = 5
_ID_BYTES: Final = 16
_LENGTH: Final = 2 * _ID_BYTES + _SECONDS_BYTES


@dataclass(frozen=True, slots=True)
class LinkSealer:
    """Seals links and opens those it sealed; its key is derived from the service's secret."""

    secret: str = field(repr=False)

    def seal(self, link: AnswerLink) -> str:
        """Return a link's token, good until its end: 72 characters."""
        ends = int(link.ends_at.timestamp()).to_bytes(_SECONDS_BYTES, "big")
        said = link.thread_id.bytes + link.recipient_id.bytes + ends
        return urlsafe_b64encode(self._cipher().encrypt(said, [_PURPOSE])).decode().rstrip("=")

    def open(self, token: str) -> AnswerLink:
        """Return what a token says, whether or not its time is over.

        Raises:
            AnswerLinkRefused: it is forged or spoiled.
        """
        try:
            sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            said = self._cipher().decrypt(sealed, [_PURPOSE])
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise AnswerLinkRefused("The link is not one of ours.") from error
        if len(said) != _LENGTH or urlsafe_b64encode(sealed).decode().rstrip("=") != token:
            raise AnswerLinkRefused("The link is not one of ours.")
        ends = int.from_bytes(said[2 * _ID_BYTES :], "big")
        return AnswerLink(
            thread_id=UUID(bytes=said[:_ID_BYTES]),
            recipient_id=UUID(bytes=said[_ID_BYTES : 2 * _ID_BYTES]),
            ends_at=datetime.fromtimestamp(ends, UTC),
        )

    def _cipher(self) -> AESSIV:
        derived = HKDF(algorithm=SHA256(), length=64, salt=None, info=_PURPOSE)
        return AESSIV(derived.derive(self.secret.encode()))
