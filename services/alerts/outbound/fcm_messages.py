"""A notification as Firebase Cloud Messaging takes it, for Android or for Apple's devices.

https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
"""

import json
from typing import Any, Final

from services.alerts.domain.device import AppToken, Platform
from services.alerts.domain.message import Message

LONGEST_TTL: Final = 28 * 86400
"""Seconds for which the provider keeps what cannot be handed over."""

_SHOWN: Final = frozenset({"title", "body"})


def fcm_message(to: AppToken, message: Message, now: float) -> dict[str, Any]:
    """Return what is sent; `now` is in seconds since 1970.

    A later message of the thread takes the place of an earlier one, with the provider and on the
    screen. On Android the app shows it. On Apple's devices the system does, and what is to be read
    stands there once: what Apple takes has 4,096 bytes at most.
    """
    said = {name: _text(value) for name, value in json.loads(message.text).items()}
    seconds = min(message.seconds, LONGEST_TTL)
    if to.platform is Platform.IOS:
        data = {name: value for name, value in said.items() if name not in _SHOWN}
        apns = _apns(said, message, int(now) + seconds)
        return {"token": to.token, "data": data, "apns": apns}
    android = {
        "priority": "HIGH" if message.urgent else "NORMAL",
        "ttl": f"{seconds}s",
        "collapse_key": message.topic,
    }
    return {"token": to.token, "data": said, "android": android}


def _apns(said: dict[str, str], message: Message, until: int) -> dict[str, Any]:
    return {
        "headers": {
            "apns-push-type": "alert",
            "apns-priority": "10" if message.urgent else "5",
            "apns-expiration": str(until),
            "apns-collapse-id": message.topic,
        },
        "payload": {
            "aps": {
                "alert": {"title": said["title"], "body": said["body"]},
                "sound": "default",
                "thread-id": said["tag"],
                "interruption-level": "time-sensitive" if message.urgent else "active",
            }
        },
    }


def _text(value: object) -> str:
    """Return a value as the provider's data has them: texts alone."""
    return value if isinstance(value, str) else json.dumps(value)
