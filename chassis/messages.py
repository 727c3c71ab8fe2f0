"""How large a message may be on both ends of a channel, and rows as JSON inside one."""

import json
from collections.abc import Mapping
from typing import Any, Final

LARGEST_MESSAGE: Final = 4 * 1024 * 1024
"""Bytes; protobuf itself allows more than a process should hold for one call."""


def row_json(row: Mapping[str, Any]) -> str:
    """Return a row of a table as JSON, for whoever asks what is held about them."""
    return json.dumps(dict(row), default=_text)


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
