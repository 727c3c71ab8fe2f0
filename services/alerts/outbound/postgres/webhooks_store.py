"""The endpoints of organisations in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Uuid,
    any_,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as insert_or

from kernel.pages import Place
from services.alerts.domain.delivery import State
from services.alerts.domain.ping import Ping
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook import Mode, Webhook
from services.alerts.outbound.postgres.delivery_rows import delivery_from
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES, DISPATCHES
from services.alerts.outbound.postgres.webhook_tables import PINGS, WEBHOOKS
from services.alerts.usecases.webhook_ports import LogLine


@dataclass(frozen=True, slots=True)
class PostgresWebhooks:
    """The endpoints on one transaction."""

    connection: Connection

    def add(self, webhook: Webhook) -> None:
        """Insert."""
        self.connection.execute(insert(WEBHOOKS), _fields(webhook))

    def find(self, webhook_id: UUID, *, lock: bool = False) -> Webhook | None:
        """Return one, or None."""
        query = select(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id)
        found = self._all(query.with_for_update() if lock else query)
        return found[0] if found else None

    def find_many(self, webhook_ids: Collection[UUID]) -> Mapping[UUID, Webhook]:
        """Return those that there are."""
        ids = literal(list(webhook_ids), ARRAY(Uuid))
        found = self._all(select(WEBHOOKS).where(WEBHOOKS.c.webhook_id == any_(ids)))
        return {each.webhook_id: each for each in found}

    def of(self, organisation_id: str, *, lock: bool = False) -> Sequence[Webhook]:
        """Return those of an organisation, oldest first."""
        if lock:
            place = func.hashtextextended(f"webhooks:{organisation_id}", 0)
            self.connection.execute(select(func.pg_advisory_xact_lock(place)))
        return self._all(
            select(WEBHOOKS)
            .where(WEBHOOKS.c.organisation_id == organisation_id)
            .order_by(WEBHOOKS.c.created_at, WEBHOOKS.c.webhook_id)
        )

    def save(self, webhook: Webhook) -> None:
        """Keep one that is locked."""
        self.connection.execute(
            update(WEBHOOKS)
            .where(WEBHOOKS.c.webhook_id == webhook.webhook_id)
            .values(_fields(webhook))
        )

    def delete(self, webhook_id: UUID) -> None:
        """Forget one, and its pings."""
        self.connection.execute(delete(PINGS).where(PINGS.c.webhook_id == webhook_id))
        self.connection.execute(delete(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id))

    def untold(self, *, most: int) -> Sequence[Webhook]:
        """Return those that are disabled and whose owners were not told."""
        return self._all(
            select(WEBHOOKS)
            .where(WEBHOOKS.c.disabled_at.is_not(None), WEBHOOKS.c.told_at.is_(None))
            .order_by(WEBHOOKS.c.disabled_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )

    def owned_by(self, subject: str) -> Sequence[Webhook]:
        """Return those that a person answers for."""
        return self._all(
            select(WEBHOOKS).where(WEBHOOKS.c.owner == subject).order_by(WEBHOOKS.c.created_at)
        )

    def told_by(self, subject: str) -> Sequence[Webhook]:
        """Return those whose address a person gave, locked."""
        theirs = select(WEBHOOKS).where(WEBHOOKS.c.contact_by == subject)
        return self._all(theirs.order_by(WEBHOOKS.c.created_at).with_for_update())

    def keep_ping(self, ping: Ping) -> None:
        """Insert or replace."""
        values = asdict(ping) | {"state": ping.state.name}
        statement = insert_or(PINGS).values(values)
        self.connection.execute(
            statement.on_conflict_do_update(index_elements=[PINGS.c.ping_id], set_=values)
        )

    def ping(self, ping_id: UUID) -> Ping | None:
        """Return one, or None."""
        found = self._pings(select(PINGS).where(PINGS.c.ping_id == ping_id))
        return found[0] if found else None

    def pinged_since(self, webhook_id: UUID, since: datetime) -> int:
        """Count an endpoint's pings since then."""
        query = select(func.count()).where(
            PINGS.c.webhook_id == webhook_id, PINGS.c.asked_at > since
        )
        return self.connection.scalar(query) or 0

    def waiting_ping(self) -> Ping | None:
        """Return the oldest that waits, locked."""
        found = self._pings(
            select(PINGS)
            .where(text("state IN ('QUEUED', 'SENDING')"), PINGS.c.state == State.QUEUED.name)
            .order_by(PINGS.c.asked_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return found[0] if found else None

    def lost_pings(self, before: datetime) -> Sequence[Ping]:
        """Return those whose sender did not come back, locked."""
        return self._pings(
            select(PINGS)
            .where(
                text("state IN ('QUEUED', 'SENDING')"),
                PINGS.c.state == State.SENDING.name,
                PINGS.c.begun_at < before,
            )
            .with_for_update(skip_locked=True)
        )

    def forget_pings(self, before: datetime) -> int:
        """Delete the old ones."""
        return self.connection.execute(delete(PINGS).where(PINGS.c.asked_at < before)).rowcount

    def log(self, webhook_id: UUID, *, after: Place | None, size: int) -> Sequence[LogLine]:
        """Return a page of deliveries and pings together, newest first."""
        deliveries = (
            select(DELIVERIES, DISPATCHES.c.created_at.label("queued_at"))
            .join(
                DISPATCHES,
                (DISPATCHES.c.alert_id == DELIVERIES.c.alert_id)
                & (DISPATCHES.c.alert_version == DELIVERIES.c.alert_version)
                & (DISPATCHES.c.region == "")  # along seats there is one more for each that passed
                & (DISPATCHES.c.sector == ""),
            )
            .where(
                DELIVERIES.c.recipient_id == webhook_id,
                text("deliveries.channel = 'WEBHOOK'"),
            )
            .order_by(DISPATCHES.c.created_at.desc(), DELIVERIES.c.delivery_id.desc())
            .limit(size)
        )
        pings = (
            select(PINGS)
            .where(PINGS.c.webhook_id == webhook_id)
            .order_by(PINGS.c.asked_at.desc(), PINGS.c.ping_id.desc())
            .limit(size)
        )
        if after is not None:
            place = (after.at, after.item_id)
            deliveries = deliveries.where(
                tuple_(DISPATCHES.c.created_at, DELIVERIES.c.delivery_id) < place
            )
            pings = pings.where(tuple_(PINGS.c.asked_at, PINGS.c.ping_id) < place)
        found = [
            *(
                LogLine(queued_at=row.queued_at, what=delivery_from(row))
                for row in self.connection.execute(deliveries)
            ),
            *(LogLine(queued_at=each.asked_at, what=each) for each in self._pings(pings)),
        ]
        newest = sorted(found, key=lambda line: (line.place.at, line.place.item_id), reverse=True)
        return newest[:size]

    def _all(self, query: Select[Any]) -> list[Webhook]:
        return [_webhook(row) for row in self.connection.execute(query)]

    def _pings(self, query: Select[Any]) -> list[Ping]:
        return [
            Ping(**{**row._mapping, "state": State[row.state]})  # noqa: SLF001 - SQLAlchemy's name
            for row in self.connection.execute(query)
        ]


assert Channel.WEBHOOK.value == "WEBHOOK"  # the partial index says so


def _fields(webhook: Webhook) -> dict[str, Any]:
    return asdict(webhook) | {"mode": webhook.mode.name}


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(**{**row._mapping, "mode": Mode[row.mode]})  # noqa: SLF001 - as above
