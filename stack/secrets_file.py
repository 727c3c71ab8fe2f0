"""The secrets of one platform: made once, kept in a file that only its owner reads."""

import json
import secrets
from pathlib import Path
from typing import Final

from joserfc.jwk import RSAKey

from stack import nats, postgres
from stack.services import CLIENT_SECRETS, TEXT_SECRETS

SIGNING_KEYS: Final = ("TRAINING_SIGNING_KEY",)
"""Secrets that are RSA keys in PEM; all others are words, but for the one below."""

SIMULATED_KEYS: Final = ("FCM_SIGNING_KEY",)
"""RSA keys of which the account of a simulated provider is made: in containers the account itself
is a file, since the provider's own takes its place."""


def names() -> list[str]:
    """Return the name of every secret that the platform needs."""
    roles = [f"{service}_{kind}" for service in postgres.SERVICES for kind in ("owner", "app")]
    users = [f"nats_{user}" for user in ("migrate", *nats.SERVICES)]
    return [
        *("postgres", "keycloak", "keycloak_admin", *roles, *users),
        *(
            "ISP_PSEUDONYM_KEY",
            "ALERTS_TICKET_KEY",
            "ALERTS_LOG_KEY",
            *("CONTENT_LINK_KEY", "CONTENT_STORAGE_SECRET_KEY", "CONTENT_BUNDLE_KEY"),
            "IDENTITY_PASSKEY_KEY",
            "TRAINING_LAUNCH_KEY",
            *("IDENTITY_EVIDENCE_KEY", "EVIDENCE_API_KEY"),
            "GATEWAY_SESSION_KEY",
        ),
        *("ALERTS_WEBHOOK_KEY", "ALERTS_VAPID_KEY"),
        *(*CLIENT_SECRETS, *SIGNING_KEYS, *TEXT_SECRETS, *SIMULATED_KEYS),
    ]


def load_or_make(file: Path) -> dict[str, str]:
    """Return the secrets, making those that are not there yet."""
    known: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    made = {name: known.get(name) or _made(name) for name in names()}
    if made != known:
        whole = file.with_suffix(".new")  # a crash leaves the old file or the new one, never half
        whole.touch(mode=0o600)
        whole.write_text(json.dumps(made, indent=1), "utf-8")
        whole.rename(file)
    return made


def _made(name: str) -> str:
    if name in SIGNING_KEYS + SIMULATED_KEYS:
        return RSAKey.generate_key(2048, private=True).as_pem(private=True).decode().strip()
    # A letter first: NATS reads a variable as a part of its configuration, where 1e5 is a number.
    return f"k{secrets.token_hex(24)}"
