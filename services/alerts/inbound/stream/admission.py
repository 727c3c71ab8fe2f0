"""Finds out who asks for a stream: by bearer token, by ticket, or without an account."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from chassis.errors import Invalid, TokenRefused, Violation
from chassis.principals import PrincipalRow, PrincipalRows
from chassis.tokens import TokenVerifier
from kernel.ports import Clock
from services.alerts.inbound.stream.http_head import Head
from services.alerts.inbound.stream.who import Anyone, Holder, TicketHolder, TokenHolder
from services.alerts.usecases.ports import StreamTickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Checks what a request shows. What is no good is refused, never silently nobody's."""

    verifier: TokenVerifier
    tickets: StreamTickets
    rows: PrincipalRows
    clock: Clock
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8, "admission"))

    async def __call__(self, head: Head) -> tuple[Holder, PrincipalRow | None]:
        """Return who asks, and what the database says of them.

        Raises:
            Invalid: both a token and a ticket came.
            Unauthenticated: what came is no good.
            Unavailable: it cannot be checked at the moment.
        """
        authorization, ticket = head.headers.get("authorization"), head.query.get("ticket")
        if authorization is not None and ticket is not None:
            raise Invalid(Violation("ticket", "must not come beside a token"))
        if authorization is None and ticket is None:
            return Anyone(), None
        # A key may have to be fetched and a row read: not on the loop that feeds every stream.
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, self._known, authorization, ticket or "")

    def _known(self, authorization: str | None, ticket: str) -> tuple[Holder, PrincipalRow | None]:
        holder = self._by_ticket(ticket) if authorization is None else self._by_token(authorization)
        return holder, None if holder.subject is None else self.rows.find(holder.subject)

    def _by_token(self, authorization: str) -> Holder:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise TokenRefused("The token is not a bearer token.")
        token = self.verifier.verify(text)
        if token.service is not None:
            raise TokenRefused("The stream is for people.")
        return TokenHolder(token)

    def _by_ticket(self, text: str) -> Holder:
        now = self.clock.now()
        ticket = self.tickets.open(text, now)
        if ticket.subject is None:
            return Anyone()
        return TicketHolder(ticket.subject, ticket.rights_version, now)
