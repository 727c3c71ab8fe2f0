"""Read what went out to everyone lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.alerts.domain.issued_message import IssuedMessage
from services.alerts.usecases.ports import UnitOfWork

MOST: Final = 100
"""Messages of a feed. Nobody issues as many within the week that an alert may last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFeed:
    """Return the newest messages that everyone may read, ends among them."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[IssuedMessage]:
        """Return them, newest first."""
        with self.unit_of_work() as tx:
            return tx.messages.public(MOST)
