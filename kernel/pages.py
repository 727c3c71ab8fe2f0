"""Where a page of a list begins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """After the item with this moment and id, in the list's own order."""

    at: datetime
    item_id: UUID
    backwards: bool = False
    """Whether the page ends there instead: what comes before the item, nearest to it."""
