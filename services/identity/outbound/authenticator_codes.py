"""The codes of authenticator apps (RFC 6238), as the realm's file has Keycloak check them."""

import secrets
import string
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from services.identity.domain.second_factor import DIGITS, PERIOD_SECONDS, SECRET_LENGTH

_CHARACTERS: Final = string.ascii_letters + string.digits
_STEPS: Final = (
    timedelta(0),
    timedelta(seconds=-PERIOD_SECONDS),
    timedelta(seconds=PERIOD_SECONDS),
)
"""An app's clock may be a step off: `otpPolicyLookAheadWindow` of the realm."""


class AuthenticatorCodes:
    """Makes secrets and checks codes; Keycloak's own secrets are characters too."""

    def new_secret(self) -> str:
        """Return one that nobody can guess: 190 bits."""
        return "".join(secrets.choice(_CHARACTERS) for _ in range(SECRET_LENGTH))

    def is_right(self, secret: str, code: str, *, at: datetime) -> bool:
        """Tell whether a code is that of a secret now, a step before, or a step after."""
        try:
            made = TOTP(secret.encode("ascii"), DIGITS, SHA1(), PERIOD_SECONDS)  # noqa: S303 - RFC
            given = code.encode("ascii")
        except ValueError:
            return False
        return any(_verifies(made, given, at + step) for step in _STEPS)


def _verifies(made: TOTP, code: bytes, at: datetime) -> bool:
    try:
        made.verify(code, int(at.timestamp()))
    except InvalidToken:
        return False
    return True
