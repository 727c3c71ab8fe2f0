"""A challenge is good for five minutes, for one thing, and once."""

from datetime import datetime
from typing import Final

from services.identity.domain.errors import PasskeyRefused
from services.identity.usecases.passkey_ports import Challenges
from services.identity.usecases.ports import Stores

SIGNING_IN: Final = "sign-in"


def registering(subject: str) -> str:
    """Return what a challenge is for by which somebody registers a passkey."""
    return f"register:{subject}"


def spend(
    tx: Stores, challenges: Challenges, challenge: bytes, purpose: str, *, at: datetime
) -> None:
    """Use a challenge up.

    Raises:
        PasskeyRefused: it is not ours, for something else, too old, or was used.
    """
    until = challenges.until(challenge, purpose)
    if at >= until or not tx.passkeys.spend(challenge, until=until, at=at):
        raise PasskeyRefused("The passkey cannot be used.")
