"""Finds out who asks for a stream: by bearer token, by ticket, or without an account."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeAlias

from chassis.errors import Invalid, TokenRefused, Violation
from chassis.principals import PrincipalRow
from chassis.tokens import Token, TokenVerifier
from kernel.ports import Clock
from services.alerts.inbound.stream.http_head import Head
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.lookups import Belongings, Lookups
from services.alerts.inbound.stream.who import Anyone, Holder, TicketHolder, TokenHolder
from services.alerts.usecases.ticket_ports import StreamTickets

Admitted: TypeAlias = tuple[Holder, PrincipalRow | None]
"""Who asks, and what the database says of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Checks what a request shows. What is no good is refused, never silently nobody's."""

    verifier: TokenVerifier
    tickets: StreamTickets
    rows: Lookups[PrincipalRow]
    remembered: Callable[[str, int], PrincipalRow | None]
    """Gives the row of who has, or had just now, a stream, if it is no older than a version."""

    places: Lookups[Belongings]
    hub: Hub
    clock: Clock
    threads: Executor

    def known(self, head: Head) -> Admitted | None:
        """Return who asks, if all is known of them that must be; else None, and it must be asked.

        Most of the thousands who come back at once are known: none of them waits for a turn.

        Raises:
            Unauthenticated: the token that came has expired since it was found good.
        """
        authorization = head.headers.get("authorization")
        if "ticket" in head.query:
            return None
        if authorization is None:
            return Anyone(), None
        scheme, _, text = authorization.partition(" ")
        token = self.verifier.known(text) if scheme == "Bearer" else None
        if token is None or token.service is not None:
            return None
        row = self.remembered(token.subject, token.rights_version)
        if row is None or not self._knows_places_of(row):
            return None
        return TokenHolder(token), row

    def _knows_places_of(self, row: PrincipalRow) -> bool:
        return row.organisation_id is None or self.hub.holdings.knows(row.organisation_id)

    async def __call__(self, head: Head) -> Admitted:
        """Return who asks, and what the database says of them, whatever must be found out.

        Raises:
            Invalid: both a token and a ticket came.
            Unauthenticated: what came is no good.
            Unavailable: it cannot be checked at the moment.
        """
        authorization, ticket = head.headers.get("authorization"), head.query.get("ticket")
        if authorization is not None and ticket is not None:
            raise Invalid(Violation("ticket", "must not come beside a token"))
        if authorization is not None:
            holder: Holder = TokenHolder(await self._token(authorization))
        else:
            holder = Anyone() if ticket is None else self._by_ticket(ticket)
        if holder.subject is None:
            return holder, None
        known = self.remembered(holder.subject, holder.rights_version)
        row = known or await self.rows.find(holder.subject)
        if row is not None and row.organisation_id is not None and not self._knows_places_of(row):
            await self._learn_places_of(row.organisation_id)
        return holder, row

    async def _learn_places_of(self, organisation_id: str) -> None:
        """Know where an organisation has something to lose before the first of its people reads."""
        found = await self.places.find(organisation_id)
        self.hub.loaded([organisation_id], *(found or ([], [])))

    async def _token(self, authorization: str) -> Token:
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise TokenRefused("The token is not a bearer token.")
        token = self.verifier.known(text)
        if token is None:  # a key may have to be fetched: not on the loop that feeds every stream
            loop = asyncio.get_running_loop()
            token = await loop.run_in_executor(self.threads, self.verifier.verify, text)
        if token.service is not None:
            raise TokenRefused("The stream is for people.")
        return token

    def _by_ticket(self, text: str) -> Holder:
        now = self.clock.now()
        ticket = self.tickets.open(text, now)
        if ticket.subject is None:
            return Anyone()
        return TicketHolder(ticket.subject, ticket.rights_version, now)
