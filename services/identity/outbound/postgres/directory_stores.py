"""Branches, what is read of them, and what goes through us, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import (
    Connection,
    any_,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlalchemy.dialects.postgresql import insert as insert_or

from kernel.pages import Place
from kernel.standing import Standing
from services.identity.domain.relay import RecordFreeze
from services.identity.domain.subscriber import Subscriber
from services.identity.outbound.postgres.directory_tables import (
    RECORD_FREEZES as FREEZES,
)
from services.identity.outbound.postgres.directory_tables import (
    RECORD_READS as READS,
)
from services.identity.outbound.postgres.directory_tables import RELAYED
from services.identity.outbound.postgres.subscribers_store import subscriber_of
from services.identity.outbound.postgres.tables import SUBSCRIBERS

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PostgresBranches:
    """The people of branches on one transaction."""

    connection: Connection

    def page(
        self, region: str, sector: str, *, after: Place | None, size: int
    ) -> Sequence[Subscriber]:
        """Return those of a sector in a region whose account is in use, the eldest first."""
        key = tuple_(SUBSCRIBERS.c.created_at, cast(SUBSCRIBERS.c.subject, UUID_TYPE(as_uuid=True)))
        query = select(SUBSCRIBERS).where(
            SUBSCRIBERS.c.standing == Standing.ACTIVE.name,
            literal(region) == any_(SUBSCRIBERS.c.regions),
            literal(sector) == any_(SUBSCRIBERS.c.sectors),
        )
        if after is not None:
            query = query.where(key > tuple_(after.at, after.item_id))
        rows = self.connection.execute(query.order_by(key).limit(size))
        return [subscriber_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class PostgresRecordReads:
    """Which records of others were read, on one transaction."""

    connection: Connection

    def add(self, reader: str, people: Collection[str], at: datetime) -> int:
        """Keep that these were read; return how many different ones were within a day."""
        rows = [{"reader": reader, "person": each, "read_at": at} for each in sorted(people)]
        statement = insert_or(READS)
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=[READS.c.reader, READS.c.person],
                set_={"read_at": statement.excluded.read_at},
                where=READS.c.read_at <= at - _DAY,
            ),
            rows,
        )
        today = select(func.count()).where(READS.c.reader == reader, READS.c.read_at > at - _DAY)
        return int(self.connection.scalar(today) or 0)

    def frozen(self, reader: str) -> bool:
        """Tell whether an account is kept from reading any."""
        there = select(exists().where(FREEZES.c.reader == reader))
        return bool(self.connection.scalar(there))

    def freeze(self, reader: str, at: datetime, records: int) -> bool:
        """Keep it from reading any; tell whether that is news."""
        statement = insert_or(FREEZES).values(reader=reader, frozen_at=at, records=records)
        made = statement.on_conflict_do_nothing().returning(FREEZES.c.reader)
        return self.connection.execute(made).first() is not None

    def freezes(self, *, most: int) -> Sequence[RecordFreeze]:
        """Return who is kept from it, the earliest first."""
        name = SUBSCRIBERS.c.given_name + " " + SUBSCRIBERS.c.family_name
        query = (
            select(FREEZES, func.coalesce(name, "").label("name"))
            .outerjoin(SUBSCRIBERS, SUBSCRIBERS.c.subject == FREEZES.c.reader)
            .order_by(FREEZES.c.frozen_at, FREEZES.c.reader)
            .limit(most)
        )
        return [
            RecordFreeze(
                subject=row.reader, name=row.name, frozen_at=row.frozen_at, records=row.records
            )
            for row in self.connection.execute(query)
        ]

    def lift(self, reader: str) -> bool:
        """Let it read again, as if nothing were read today."""
        self.connection.execute(delete(READS).where(READS.c.reader == reader))
        gone = delete(FREEZES).where(FREEZES.c.reader == reader)
        return bool(self.connection.execute(gone).rowcount)

    def forget(self, before: datetime) -> int:
        """Delete what was read before then."""
        return self.connection.execute(delete(READS).where(READS.c.read_at < before)).rowcount


@dataclass(frozen=True, slots=True)
class PostgresRelayed:
    """The messages that went through us, on one transaction."""

    connection: Connection

    def add(self, sender: str, at: datetime) -> None:
        """Keep that somebody sent one."""
        row = insert(RELAYED).values(relayed_id=uuid4(), sender=sender, sent_at=at)
        self.connection.execute(row)

    def count(self, sender: str, since: datetime) -> int:
        """Return how many somebody sent since then."""
        sent = select(func.count()).where(RELAYED.c.sender == sender, RELAYED.c.sent_at >= since)
        return int(self.connection.scalar(sent) or 0)

    def forget(self, before: datetime) -> int:
        """Delete those before then."""
        return self.connection.execute(delete(RELAYED).where(RELAYED.c.sent_at < before)).rowcount
