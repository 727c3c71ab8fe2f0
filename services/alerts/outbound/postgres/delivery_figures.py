"""What is counted and listed of deliveries, for those who look after them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Text, cast, distinct, func, select, text, tuple_

from kernel.pages import Place
from services.alerts.domain.alert import Status
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.postgres.delivery_rows import delivery_from
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES, RECIPIENTS
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.usecases.delivery_ports import DeadLetter, Tally

# Written out, as the partial indexes have it: of a parameter no planner knows what it will be.
_WAITING: Final = text("deliveries.state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')")
_DEAD: Final = text("deliveries.state = 'DEAD'")


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """The figures of one transaction."""

    connection: Connection

    def tally(self, alert_id: UUID) -> Sequence[Tally]:
        """Count the deliveries of an alert."""
        by = (DELIVERIES.c.notice, DELIVERIES.c.channel, DELIVERIES.c.state)
        rows = self.connection.execute(
            select(*by, func.count(), func.sum(DELIVERIES.c.possible_repeats))
            .where(DELIVERIES.c.alert_id == alert_id)
            .group_by(*by)
            .order_by(func.min(DELIVERIES.c.alert_version), *by[1:])
        )
        return [
            Tally(
                notice=Status[notice],
                channel=Channel(channel),
                state=State[state],
                count=count,
                possible_repeats=repeats,
            )
            for notice, channel, state, count, repeats in rows
        ]

    def reached(self, alert_ids: Collection[UUID]) -> int:
        """Count the people who were handed any of these alerts, or may have been."""
        person = func.coalesce(RECIPIENTS.c.subject, cast(DELIVERIES.c.recipient_id, Text))
        whose = DELIVERIES.outerjoin(
            RECIPIENTS, RECIPIENTS.c.recipient_id == DELIVERIES.c.recipient_id
        )
        return self.connection.execute(
            select(func.count(distinct(person)))
            .select_from(whose)
            .where(
                DELIVERIES.c.alert_id.in_(alert_ids),
                DELIVERIES.c.notice == Status.ISSUED.name,
                DELIVERIES.c.handed_at.is_not(None),
                DELIVERIES.c.channel != Channel.WEBHOOK.value,
            )
        ).scalar_one()

    def backlog(self, at: datetime) -> Mapping[Channel, float]:
        """Return the age of the oldest that is due, in seconds, by channel."""
        rows = self.connection.execute(
            select(DELIVERIES.c.channel, func.min(DELIVERIES.c.due_at))
            .where(_WAITING, DELIVERIES.c.due_at <= at)
            .group_by(DELIVERIES.c.channel)
        )
        due = {Channel(channel): (at - since).total_seconds() for channel, since in rows}
        return {channel: due.get(channel, 0.0) for channel in Channel}

    def dead(self, *, after: Place | None, size: int) -> Sequence[DeadLetter]:
        """Return a page of what was given up, newest first."""
        query = (
            select(DELIVERIES)
            .where(_DEAD)
            .order_by(DELIVERIES.c.changed_at.desc(), DELIVERIES.c.delivery_id.desc())
            .limit(size)
        )
        if after is not None:
            place = tuple_(DELIVERIES.c.changed_at, DELIVERIES.c.delivery_id)
            query = query.where(place < (after.at, after.item_id))
        return [
            DeadLetter(delivery=delivery_from(row), given_up_at=row.changed_at)
            for row in self.connection.execute(query)
        ]

    def dead_in_time(self, channel: Channel, *, at: datetime, most: int) -> Sequence[Delivery]:
        """Return what was given up and may still be sent, the oldest first, locked."""
        out = (ALERTS.c.status == Status.ISSUED.name) & ALERTS.c.superseded_by.is_(None)
        query = (
            select(DELIVERIES)
            .join(ALERTS, ALERTS.c.alert_id == DELIVERIES.c.alert_id)
            .where(
                _DEAD,
                DELIVERIES.c.channel == channel.value,
                DELIVERIES.c.send_by > at,
                (DELIVERIES.c.notice != Status.ISSUED.name) | out,
            )
            .order_by(DELIVERIES.c.changed_at, DELIVERIES.c.delivery_id)
            .limit(most)
            .with_for_update(of=DELIVERIES, skip_locked=True)
        )
        return [delivery_from(row) for row in self.connection.execute(query)]
