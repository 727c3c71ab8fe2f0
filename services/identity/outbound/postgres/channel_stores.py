"""Quiet hours, and further addresses until they are confirmed, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from services.identity.domain.channel_request import ChannelRequest
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.quiet_hours import QuietHours
from services.identity.outbound.postgres.channel_tables import CHANNEL_REQUESTS as REQUESTS
from services.identity.outbound.postgres.channel_tables import QUIET_HOURS
from services.identity.outbound.postgres.channel_tables import QUIET_HOURS_SAID as SAID


@dataclass(frozen=True, slots=True)
class PostgresQuietHours:
    """The quiet hours on one transaction."""

    connection: Connection

    def of(self, subject: str) -> QuietHours | None:
        """Return somebody's, or None."""
        own = select(QUIET_HOURS).where(QUIET_HOURS.c.subject == subject)
        row = self.connection.execute(own).one_or_none()
        return None if row is None else QuietHours(row.from_minute, row.until_minute)

    def keep(self, subject: str, quiet: QuietHours | None) -> int:
        """Keep somebody's, or that they have none; return how often they said so until now."""
        if quiet is None:
            own = QUIET_HOURS.c.subject == subject
            self.connection.execute(delete(QUIET_HOURS).where(own))
        else:
            said = {"from_minute": quiet.from_minute, "until_minute": quiet.until_minute}
            statement = insert_or(QUIET_HOURS).values(subject=subject, **said)
            self.connection.execute(
                statement.on_conflict_do_update(index_elements=[QUIET_HOURS.c.subject], set_=said)
            )
        counted = insert_or(SAID).values(subject=subject, version=1)
        version: int = self.connection.execute(
            counted.on_conflict_do_update(
                index_elements=[SAID.c.subject], set_={"version": SAID.c.version + 1}
            ).returning(SAID.c.version)
        ).scalar_one()
        return version

    def people(self, *, after: str, size: int) -> Sequence[tuple[str, QuietHours | None, int]]:
        """Return who ever said so after this subject: what they want now, and that number."""
        rows = self.connection.execute(
            select(
                SAID.c.subject,
                SAID.c.version,
                QUIET_HOURS.c.from_minute,
                QUIET_HOURS.c.until_minute,
            )
            .outerjoin(QUIET_HOURS, QUIET_HOURS.c.subject == SAID.c.subject)
            .where(SAID.c.subject > after)
            .order_by(SAID.c.subject)
            .limit(size)
        )
        return [
            (
                row.subject,
                None if row.from_minute is None else QuietHours(row.from_minute, row.until_minute),
                row.version,
            )
            for row in rows
        ]


@dataclass(frozen=True, slots=True)
class PostgresChannelRequests:
    """The further addresses that wait, on one transaction."""

    connection: Connection

    def add(self, request: ChannelRequest) -> None:
        """Insert one."""
        self.connection.execute(
            insert(REQUESTS).values(
                request_id=request.request_id,
                subject=request.subject,
                channel=request.contact.channel.value,
                address=request.contact.address,
                proof=request.proof,
                tries=request.tries,
                created_at=request.created_at,
                confirmed_at=request.confirmed_at,
            )
        )

    def get(self, request_id: UUID) -> ChannelRequest | None:
        """Return one, its row locked until the transaction ends."""
        return self._one(REQUESTS.c.request_id == request_id)

    def with_proof(self, proof: bytes) -> ChannelRequest | None:
        """Return the one with a proof, its row locked until the transaction ends."""
        return self._one(REQUESTS.c.proof == proof)

    def save(self, request: ChannelRequest) -> None:
        """Keep the tries, and when it was confirmed."""
        self.connection.execute(
            update(REQUESTS)
            .where(REQUESTS.c.request_id == request.request_id)
            .values(tries=request.tries, confirmed_at=request.confirmed_at)
        )

    def forget(self, before: datetime) -> int:
        """Delete those made before then."""
        old = REQUESTS.c.created_at < before
        return self.connection.execute(delete(REQUESTS).where(old)).rowcount

    def _one(self, which: ColumnElement[bool]) -> ChannelRequest | None:
        query = select(REQUESTS).where(which).with_for_update()
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        return ChannelRequest(
            request_id=row.request_id,
            subject=row.subject,
            contact=Contact(channel=Channel(row.channel), address=row.address),
            proof=row.proof,
            created_at=row.created_at,
            tries=row.tries,
            confirmed_at=row.confirmed_at,
        )
