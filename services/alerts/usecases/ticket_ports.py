"""Tickets that open a stream, as the use cases and the stream need them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a stream ticket says. `subject` is None for someone without an account."""

    subject: str | None
    rights_version: int
    expires_at: datetime


class StreamTickets(Protocol):
    """Signs and opens stream tickets."""

    def sign(self, ticket: Ticket) -> str:
        """Return the ticket as text."""
        ...

    def open(self, text: str, at: datetime) -> Ticket:
        """Return what a ticket says.

        Raises:
            TicketRefused: it is forged, spoiled or too old.
        """
        ...
