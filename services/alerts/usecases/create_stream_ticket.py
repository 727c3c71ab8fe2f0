"""Give a browser what opens the live stream."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.usecases.ticket_ports import StreamTickets, Ticket

GOOD_FOR: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateStreamTicket:
    """Sign a ticket of 30 seconds for the caller, or for someone without an account."""

    tickets: StreamTickets
    clock: Clock
    stream_url: str

    def __call__(self, caller: Principal) -> tuple[str, str, datetime]:
        """Return the ticket, the stream's public address, and when the ticket ends."""
        ends = (self.clock.now() + GOOD_FOR).replace(microsecond=0)  # as the ticket says it
        ticket = Ticket(caller.subject, caller.rights_version, ends)
        return self.tickets.sign(ticket), self.stream_url, ends
