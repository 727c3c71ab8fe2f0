"""Looks at what is held of an address, and what that is, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from services.identity.domain.contact import Channel, Contact
from services.identity.domain.held import Look, Message
from services.identity.domain.subscription_request import SubscriptionRequest
from services.identity.outbound.postgres.held_tables import HELD_LOOKS as LOOKS
from services.identity.outbound.postgres.subscriptions_store import request_of
from services.identity.outbound.postgres.tables import MAILS, TEXT_MESSAGES
from services.identity.outbound.postgres.tables import SUBSCRIPTION_REQUESTS as REQUESTS


@dataclass(frozen=True, slots=True)
class PostgresLooks:
    """The looks on one transaction."""

    connection: Connection

    def add(self, look: Look) -> None:
        """Insert one."""
        self.connection.execute(
            insert(LOOKS).values(
                proof=look.proof, contact_digest=look.contact_digest, made_at=look.made_at
            )
        )

    def with_proof(self, proof: bytes) -> Look | None:
        """Return the one with a proof, its row locked until the transaction ends."""
        query = select(LOOKS).where(LOOKS.c.proof == proof).with_for_update()
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        return Look(
            proof=row.proof,
            contact_digest=row.contact_digest,
            made_at=row.made_at,
            opened_at=row.opened_at,
        )

    def opened(self, look: Look, link: bytes) -> None:
        """Put the look's proof in the place of its link's."""
        self.connection.execute(
            update(LOOKS)
            .where(LOOKS.c.proof == link)
            .values(proof=look.proof, opened_at=look.opened_at)
        )

    def forget(self, contact_digest: str) -> int:
        """Delete all of an address."""
        theirs = LOOKS.c.contact_digest == contact_digest
        return self.connection.execute(delete(LOOKS).where(theirs)).rowcount

    def forget_before(self, at: datetime) -> int:
        """Delete those of links from before then."""
        return self.connection.execute(delete(LOOKS).where(LOOKS.c.made_at < at)).rowcount

    def requests(self, contact_digest: str) -> Sequence[SubscriptionRequest]:
        """Return what was asked for an address, the oldest first."""
        query = (
            select(REQUESTS)
            .where(REQUESTS.c.contact_digest == contact_digest)
            .order_by(REQUESTS.c.created_at, REQUESTS.c.request_id)
        )
        return [request_of(row) for row in self.connection.execute(query)]

    def messages(self, contact: Contact, templates: Collection[str]) -> Sequence[Message]:
        """Return what was sent to an address of these kinds, or waits, the oldest first."""
        table = MAILS if contact.channel is Channel.EMAIL else TEXT_MESSAGES
        query = (
            select(table.c.template, table.c.created_at, table.c.sent_at)
            .where(table.c.recipient == contact.address, table.c.template.in_(templates))
            .order_by(table.c.created_at)
        )
        return [
            Message(about=row.template, kept_at=row.created_at, sent_at=row.sent_at)
            for row in self.connection.execute(query)
        ]
