"""One entry of the decision log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

READ_RED: Final = "alerts:read-red"
"""That somebody read an alert marked TLP:RED: on record, and no decision about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what about which alert, and what they saw and said.

    `actor` is a pseudonym, empty for the clock. `seal` is the entry's number in the hash chain and
    its link, None for the moment until it is sealed.
    """

    entry_id: UUID
    at: datetime
    actor: str
    action: str
    resource: str
    digest: bytes
    detail: Mapping[str, Any]
    seal: tuple[int, bytes] | None = None
