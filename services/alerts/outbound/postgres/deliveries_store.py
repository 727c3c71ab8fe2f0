"""The delivery log in PostgreSQL."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Select,
    Uuid,
    any_,
    delete,
    exists,
    func,
    literal,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kernel.ports import Ids
from services.alerts.domain.alert import Status
from services.alerts.domain.delivery import WAITING, Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.postgres.delivery_figures import DeliveryFigures
from services.alerts.outbound.postgres.delivery_rows import (
    as_json,
    delivery_from,
    fields_of,
    is_of,
    row_of,
    state_of,
)
from services.alerts.outbound.postgres.delivery_statements import ADD, SETTLE
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES, DISPATCHES
from services.alerts.usecases.delivery_ports import Claimed

# Written out, as the partial indexes have it: of a parameter no planner knows what it will be.
_WAITING: Final = text("deliveries.state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')")
_LEASED: Final = text("deliveries.state = 'SENDING'")
_OVER: Final = text("deliveries.state NOT IN ('QUEUED', 'TEMPORARY', 'UNKNOWN', 'SENDING')")
_HANDED: Final = DELIVERIES.c.handed_at.is_not(None)

# Straight after a quarter of a million rows came, before the table was analysed, the planner takes
# them for three and sorts them all for each batch, though the index has them in order.
_IN_ORDER: Final = text("SET LOCAL enable_bitmapscan = off")

assert {each.name for each in WAITING} == {"QUEUED", "TEMPORARY", "UNKNOWN"}


@dataclass(frozen=True, slots=True)
class PostgresDeliveries(DeliveryFigures):
    """The deliveries on one transaction."""

    ids: Ids

    def add(self, deliveries: Sequence[Delivery]) -> int:
        """Insert those that are not there; return how many were not."""
        if not deliveries:
            return 0
        rows = json.dumps([row_of(each) for each in deliveries], default=as_json)
        return len(self.connection.execute(ADD, {"rows": rows}).all())

    def handed(self, alert_ids: Collection[UUID], *, after: UUID, most: int) -> Sequence[Delivery]:
        """Return what was handed over of the issues, each recipient whole."""
        issues = self.issues_of(alert_ids)
        if not issues:
            return []
        firsts = [
            select(DELIVERIES.c.recipient_id)
            .where(is_of([issue]), _HANDED, DELIVERIES.c.recipient_id > after)
            .order_by(DELIVERIES.c.recipient_id)
            .limit(most)
            .subquery()
            .select()
            for issue in issues
        ]
        first = union(*firsts).subquery()
        next_ones = select(first.c.recipient_id).order_by(first.c.recipient_id).limit(most)
        query = select(DELIVERIES).where(
            is_of(issues), _HANDED, DELIVERIES.c.recipient_id.in_(next_ones)
        )
        return self._all(query.order_by(DELIVERIES.c.recipient_id, DELIVERIES.c.channel))

    def handed_since(
        self, alert_ids: Collection[UUID], since: datetime, *, not_in: tuple[UUID, int]
    ) -> Sequence[Delivery]:
        """Return what was handed over of the issues since then and has no row in the version."""
        later = DELIVERIES.alias("later")
        alert_id, alert_version = not_in
        told = exists().where(
            later.c.alert_id == alert_id,
            later.c.alert_version == alert_version,
            later.c.recipient_id == DELIVERIES.c.recipient_id,
            later.c.channel == DELIVERIES.c.channel,
        )
        query = select(DELIVERIES).where(
            is_of(self.issues_of(alert_ids)), DELIVERIES.c.handed_at >= since, ~told
        )
        return self._all(query)

    def had(
        self, alert_ids: Collection[UUID], recipient_ids: Collection[UUID]
    ) -> Mapping[UUID, Collection[Channel]]:
        """Return by which channels each was handed any of the issues; others are left out."""
        found: dict[UUID, set[Channel]] = defaultdict(set)
        if issues := self.issues_of(alert_ids):
            query = select(DELIVERIES.c.recipient_id, DELIVERIES.c.channel).where(
                is_of(issues),
                _HANDED,
                DELIVERIES.c.recipient_id == any_(literal(list(recipient_ids), ARRAY(Uuid))),
            )
            for recipient_id, channel in self.connection.execute(query):
                found[recipient_id].add(Channel(channel))
        return found

    def stop_waiting(self, alert_ids: Collection[UUID], why: str, *, most: int) -> int:
        """Drop some of what waits of the issues; who holds a row keeps it."""
        issues = self.issues_of(alert_ids)
        if not issues:
            return 0
        waiting = (
            select(DELIVERIES.c.delivery_id)
            .where(is_of(issues), _WAITING)
            .limit(most)
            .with_for_update()
        )
        return self.connection.execute(
            update(DELIVERIES)
            .where(DELIVERIES.c.delivery_id.in_(waiting))
            .values(state=State.DROPPED.name, why=why, changed_at=func.clock_timestamp())
        ).rowcount

    def sending(self, alert_ids: Collection[UUID]) -> int:
        """Count what is being handed over of the issues."""
        issues = self.issues_of(alert_ids)
        query = select(func.count()).select_from(DELIVERIES).where(is_of(issues), _LEASED)
        return self.connection.scalar(query) or 0

    def claim(
        self,
        channel: Channel,
        *,
        at: datetime,
        until: datetime,
        most: int,
        up_to: int | None,
        begin: bool = False,
    ) -> Sequence[Claimed]:
        """Take what is due, the most urgent first; rows that others hold are left to them."""
        self.connection.execute(_IN_ORDER)
        due = select(DELIVERIES.c.delivery_id).where(
            DELIVERIES.c.channel == channel.value, _WAITING, DELIVERIES.c.due_at <= at
        )
        if up_to is not None:
            due = due.where(DELIVERIES.c.priority <= up_to)
        first = (
            due.order_by(DELIVERIES.c.priority, DELIVERIES.c.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)
            .cte("first")
            .prefix_with("MATERIALIZED")
        )
        claim = self.ids.new()
        rows = self.connection.execute(
            update(DELIVERIES)
            .where(DELIVERIES.c.delivery_id == first.c.delivery_id)
            .values(
                state=State.SENDING.name,
                claim=claim,
                leased_until=until,
                **({"begun_at": at} if begin else {}),
                changed_at=func.clock_timestamp(),
            )
            .returning(DELIVERIES)
        ).all()
        taken = sorted(map(delivery_from, rows), key=lambda each: (each.priority, each.due_at))
        return [Claimed(each, claim) for each in taken]

    def begin(self, claimed: Claimed, at: datetime, *, version: int | None = None) -> bool:
        """Say that it begins if the claim still holds."""
        return self._held(claimed, {"begun_at": at, "recipient_version": version})

    def settle(self, claimed: Claimed, delivery: Delivery) -> bool:
        """Keep it if the claim still holds."""
        return self._held(claimed, state_of(delivery))

    def settle_many(self, settled: Collection[tuple[Claimed, Delivery]]) -> Collection[UUID]:
        """Keep several of which the claim still holds, by one statement."""
        if not settled:
            return set()
        rows = json.dumps(
            [fields_of(after) | {"delivery_id": after.delivery_id} for _, after in settled],
            default=as_json,
        )
        kept = SETTLE.where(DELIVERIES.c.claim.in_({claimed.claim for claimed, _ in settled}))
        return set(self.connection.execute(kept, {"rows": rows}).scalars())

    def lost(self, at: datetime, *, most: int) -> Sequence[Delivery]:
        """Return those whose lease ended, locked."""
        query = (
            select(DELIVERIES)
            .where(_LEASED, DELIVERIES.c.leased_until < at)
            .order_by(DELIVERIES.c.leased_until)
            .limit(most)
        )
        return self._all(query.with_for_update(skip_locked=True))

    def find(self, delivery_id: UUID) -> Delivery | None:
        """Return one, locked, or None."""
        query = select(DELIVERIES).where(DELIVERIES.c.delivery_id == delivery_id)
        found = self._all(query.with_for_update())
        return found[0] if found else None

    def save(self, delivery: Delivery) -> None:
        """Keep one that is locked."""
        self.connection.execute(
            update(DELIVERIES)
            .where(DELIVERIES.c.delivery_id == delivery.delivery_id)
            .values(state_of(delivery))
        )

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some that have an end from before then."""
        old = (
            select(DELIVERIES.c.delivery_id)
            .where(_OVER, DELIVERIES.c.changed_at < before)
            .limit(most)
        )
        return self.connection.execute(
            delete(DELIVERIES).where(DELIVERIES.c.delivery_id.in_(old))
        ).rowcount

    def _held(self, claimed: Claimed, values: dict[str, Any]) -> bool:
        kept = self.connection.execute(
            update(DELIVERIES)
            .where(
                DELIVERIES.c.delivery_id == claimed.delivery.delivery_id,
                DELIVERIES.c.claim == claimed.claim,
                DELIVERIES.c.state == State.SENDING.name,
            )
            .values(values)
        )
        return kept.rowcount == 1

    def issues_of(self, alert_ids: Collection[UUID]) -> list[tuple[UUID, int]]:
        """Return the versions by which alerts were issued."""
        if not alert_ids:
            return []
        query = (
            select(DISPATCHES.c.alert_id, DISPATCHES.c.alert_version)
            .where(DISPATCHES.c.alert_id.in_(alert_ids), DISPATCHES.c.notice == Status.ISSUED.name)
            .distinct()  # along seats there is one for each that passed it on
        )
        return [(row.alert_id, row.alert_version) for row in self.connection.execute(query)]

    def _all(self, query: Select[Any]) -> list[Delivery]:
        return [delivery_from(row) for row in self.connection.execute(query)]
