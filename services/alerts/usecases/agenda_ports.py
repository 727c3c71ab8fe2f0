"""What is to be done by the clock, and when the earliest of each kind is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from services.alerts.domain.recipient import Channel


class Task(Enum):
    """Kinds of work that wait in the record until they are due."""

    QUEUE = "queue"
    """A version of an alert is to become deliveries."""

    SEND = "send"
    """A delivery is to be handed over, by one channel."""

    RECOVER = "recover"
    """The time of a sender that did not come back is over."""

    EXPIRE = "expire"
    """An alert has come to its end."""

    CLIMB = "climb"
    """A step along seats has waited for long enough."""

    PAGE = "page"
    """A page is to be sent."""

    PING = "ping"
    """A ping is to be sent, or was lost."""

    TELL_SITE = "tell-site"
    """A mail about premises is to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earliest:
    """When the first of a task is due; of deliveries by channel, of what has one by priority."""

    task: Task
    due_at: datetime
    channel: Channel | None = None
    priority: int | None = None


class Agenda(Protocol):
    """What is to be done, as the record has it at this moment."""

    def earliest(self) -> Sequence[Earliest]:
        """Return when the first of each is due; nothing of what nothing waits."""
        ...
