"""Stream tickets, signed with a key of alerts' own (JWT, HS256)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from kernel.ports import Ids
from services.alerts.domain.errors import TicketRefused
from services.alerts.usecases.ticket_ports import Ticket

_ALGORITHM: Final = "HS256"
_TYPE: Final = "stream-ticket+jwt"


@dataclass(frozen=True, slots=True)
class TicketSigner:
    """Signs tickets and opens those it signed."""

    key: OctKey = field(repr=False)
    ids: Ids

    def sign(self, ticket: Ticket) -> str:
        """Return the ticket as text, good until its end."""
        claims = {
            "sub": ticket.subject or "",
            "rv": ticket.rights_version,
            "exp": int(ticket.expires_at.timestamp()),
            "jti": str(self.ids.new()),
        }
        return jwt.encode({"alg": _ALGORITHM, "typ": _TYPE}, claims, self.key)

    def open(self, text: str, at: datetime) -> Ticket:
        """Return what a ticket says.

        Raises:
            TicketRefused: it is forged, spoiled or too old.
        """
        try:
            token = jwt.decode(text, self.key, algorithms=[_ALGORITHM])
            ends = datetime.fromtimestamp(token.claims["exp"], UTC)
            ticket = Ticket(token.claims["sub"] or None, int(token.claims["rv"]), ends)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise TicketRefused("The stream ticket is not a good one.") from error
        if token.header.get("typ") != _TYPE or ends <= at:
            raise TicketRefused("The stream ticket is too old.")
        return ticket
