"""Links to files: what one grants is sealed, so that it can be neither read nor made by others."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.attachment_link import Grant

LONGEST_TOKEN: Final = 600
_PURPOSE: Final = b"isp content attachment link 1:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLinks:
    """Sealed by Fernet (AES-128-CBC with HMAC-SHA256) under a key made of a secret of ours."""

    origin: str
    key: Fernet

    @classmethod
    def under(cls, secret: str, origin: str) -> "SealedLinks":
        """Return what seals under a secret, for files at an origin such as https://files.example."""
        digest = hashlib.sha256(_PURPOSE + secret.encode()).digest()
        return cls(origin=origin.rstrip("/"), key=Fernet(base64.urlsafe_b64encode(digest)))

    def sign(self, grant: Grant, name: str) -> str:
        """Return the address."""
        said = (
            str(grant.attachment_id),
            grant.version,
            grant.subject,
            grant.rights_version,
            grant.issued_at.timestamp(),
        )
        token = self.key.encrypt(json.dumps(said).encode()).decode()
        return f"{self.origin}/{token}/{quote(name, safe='')}"

    def opened(self, token: str) -> Grant:
        """Return what a token grants; whether it has run out, the caller judges.

        Raises:
            AttachmentNotFound: it is none of ours.
        """
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise AttachmentNotFound("There is no such attachment.")
        try:
            said = json.loads(self.key.decrypt(token.encode()))
        except InvalidToken as error:
            raise AttachmentNotFound("There is no such attachment.") from error
        attachment_id, version, subject, rights_version, issued_at = said
        return Grant(
            attachment_id=UUID(attachment_id),
            version=version,
            subject=subject,
            rights_version=rights_version,
            issued_at=datetime.fromtimestamp(issued_at, UTC),
        )
