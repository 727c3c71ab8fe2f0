"""A thread of messages: an alert, and updates of which each takes the place of the last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

MOST_OPEN_DRAFTS: Final = 20
"""How many updates of a thread may wait to be issued at once: one of them can take its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Where a message stands in its thread.

    The thread has the id of its first message. `number` counts from 1; `earlier` are the messages
    that were out before, oldest first: CAP's references.
    """

    thread_id: UUID
    number: int = 1
    earlier: tuple[UUID, ...] = ()

    @property
    def updates(self) -> UUID | None:
        """The message whose place this one takes; None for the first of a thread."""
        return self.earlier[-1] if self.earlier else None

    def followed(self, alert_id: UUID) -> "Thread":
        """Return the place of what follows this message, whose id is given."""
        return Thread(
            thread_id=self.thread_id, number=self.number + 1, earlier=(*self.earlier, alert_id)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """The message that took another's place, and since when."""

    alert_id: UUID
    since: datetime
