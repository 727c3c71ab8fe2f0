"""What opens a session to its unit: each key names the package at whose origin alone it is good.

The name stands in the key, and the digest that is kept is of both: nobody changes one of them.
"""

import base64
import binascii
from uuid import UUID


def fetch_secret(package_id: UUID, secret: str) -> str:
    """Return what stands at the end of the address that gives a session's token, once."""
    return f"{package_id}.{secret}"


def token(fetched_by: str, session_id: str, secret: str) -> str:
    """Return a session's token as it stands after `Basic`, of the package of a fetch secret."""
    package_id = fetched_by.partition(".")[0]
    return base64.b64encode(f"{package_id}.{session_id}:{secret}".encode()).decode()


def secret_is_of(secret: str, package_id: UUID) -> bool:
    """Return whether a fetch secret names this package."""
    return secret.startswith(f"{package_id}.")


def token_is_of(token: str, package_id: UUID) -> bool:
    """Return whether a token names this package."""
    try:
        named = base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        return False
    return named.startswith(f"{package_id}.".encode())
