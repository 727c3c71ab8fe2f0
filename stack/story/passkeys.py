"""Passkeys by REST, as somebody's browser would register and use them."""

import json
from typing import Any

from stack.authenticator import Authenticator
from stack.story.front import Front, Person


def registered(front: Front, officer: Person, name: str) -> tuple[Authenticator, Any]:
    """Register a passkey for somebody who is signed in; return it, and what is shown of it."""
    key = Authenticator(origin=front.gateway, party="localhost")
    options = front.ask("POST", "/v1/me/passkeys/options", by=officer).text
    body = {"name": name, "credential": json.loads(key.made(options))}
    made = front.ask("POST", "/v1/me/passkeys", by=officer, body=body, key=True, expect=201)
    return key, made.json()
