"""Who opens a stream: by bearer token, by ticket, or without an account."""

import asyncio
from dataclasses import dataclass

from chassis.errors import TokenRefused
from chassis.principals import PrincipalRows, principal_of, principal_of_row
from chassis.tokens import TokenVerifier
from kernel.ports import Clock
from kernel.principals import ANONYMOUS, Principal
from services.alerts.inbound.stream.http_head import Head
from services.alerts.inbound.stream.hub import Connection, Session
from services.alerts.usecases.ports import StreamTickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Checks what the request shows. A bad token or ticket is refused, never silently nobody."""

    verifier: TokenVerifier
    tickets: StreamTickets
    rows: PrincipalRows
    clock: Clock

    async def __call__(self, head: Head, connection: Connection) -> Session:
        """Return the session of whoever asks.

        Raises:
            TokenRefused, TicketRefused: what was shown is no good.
            DatabaseUnavailable, KeysUnavailable: it cannot be checked at the moment.
        """
        if head.ticket is None and head.authorization is None:
            return Session(connection, ANONYMOUS)
        # A key may have to be fetched and a row read: not on the loop that feeds every stream.
        who = await asyncio.to_thread(self._principal, head)
        return Session(connection, who, rights_version=who.rights_version)

    def _principal(self, head: Head) -> Principal:
        if head.authorization is not None:
            scheme, _, text = head.authorization.partition(" ")
            if scheme.lower() != "bearer":
                raise TokenRefused("The token is not a bearer token.")
            token = self.verifier.verify(text)
            return principal_of(token, self.rows.find(token.subject))
        ticket = self.tickets.open(head.ticket or "", self.clock.now())
        if ticket.subject is None:
            return ANONYMOUS
        row = self.rows.find(ticket.subject)
        who = principal_of_row(row, at_least=ticket.rights_version)
        if who is None:
            raise TokenRefused("The account may not be used.")
        return who
