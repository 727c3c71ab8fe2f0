"""Launch paths: what one grants is sealed, so that it can be neither read nor made by others."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from services.training.domain.package_errors import PackageNotFound
from services.training.domain.package_origin import PackageOrigins
from services.training.usecases.package_ports import LaunchGrant

LONGEST_TOKEN: Final = 400
_PURPOSE: Final = b"isp training launch path 1:"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLaunchPaths:
    """Sealed by Fernet (AES-128-CBC with HMAC-SHA256) under a key made of a secret of ours."""

    origins: PackageOrigins
    key: Fernet

    @classmethod
    def under(cls, secret: str, origins: PackageOrigins) -> "SealedLaunchPaths":
        """Return what seals under a secret, for packages at these origins."""
        digest = hashlib.sha256(_PURPOSE + secret.encode()).digest()
        return cls(origins=origins, key=Fernet(base64.urlsafe_b64encode(digest)))

    def address(self, grant: LaunchGrant, url: str) -> str:
        """Return the address: the token is a folder, so that what is relative stays below it."""
        said = (str(grant.package_id), str(grant.session_id), grant.expires_at.timestamp())
        token = self.key.encrypt(json.dumps(said).encode()).decode()
        return f"{self.origins.of(grant.package_id)}/{token}/{url.lstrip('/')}"

    def opened(self, token: str) -> LaunchGrant:
        """Return what a token grants; whether it has run out, the caller judges.

        Raises:
            PackageNotFound: it is none of ours.
        """
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise PackageNotFound("There is no such file.")
        try:
            package_id, session_id, expires_at = json.loads(self.key.decrypt(token.encode()))
        except InvalidToken:
            raise PackageNotFound("There is no such file.") from None
        return LaunchGrant(
            package_id=UUID(package_id),
            session_id=UUID(session_id),
            expires_at=datetime.fromtimestamp(expires_at, UTC),
        )
