"""Alerts in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    any_,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.domain.alert import PUBLISHED, Alert, Status, is_staff
from services.alerts.domain.content import Urgency
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.status import EDITABLE
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.postgres.alert_rows import alert_of, row_of
from services.alerts.outbound.postgres.tables import ALERTS

_NAMING: Final = (
    *("issued_by", "proposed_by", "ended_by", "returned_by", "reviewed_by"),
    "welsh_confirmed_by",
)
_CAP_STATUS: Final = ALERTS.c.content["cap_status"].astext
_PUBLISHED: Final = ALERTS.c.status.in_(sorted(status.name for status in PUBLISHED))
MOST_OF_A_THREAD: Final = 100


@dataclass(frozen=True, slots=True)
class PostgresAlerts:
    """The alerts on one transaction."""

    connection: Connection

    def add(self, alert: Alert) -> None:
        """Insert a new alert."""
        self.connection.execute(insert(ALERTS).values(row_of(alert)))

    def get(self, alert_id: UUID, *, lock: bool = False) -> Alert:
        """Return an alert, its row locked until the transaction ends if asked.

        Raises:
            AlertNotFound: there is none.
        """
        query = select(ALERTS).where(ALERTS.c.alert_id == alert_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise AlertNotFound("There is no such alert.")
        return alert_of(row)

    def save(self, alert: Alert) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(ALERTS)
            .where(ALERTS.c.alert_id == alert.alert_id, ALERTS.c.version == alert.version - 1)
            .values(row_of(alert))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The alert changed meanwhile: read it again.")

    def page(
        self, reader: Principal, statuses: frozenset[Status], *, after: Place | None, size: int
    ) -> Sequence[Alert]:
        """Return of what a person may know, newest first: the marking is part of the query.

        Backwards it is what is newer than the place, nearest to it.
        """
        query = select(ALERTS).where(
            ALERTS.c.status.in_(sorted(status.name for status in statuses)),
            ALERTS.c.superseded_by.is_(None),
            _seen(reader),
        )
        here = tuple_(ALERTS.c.sorted_at, ALERTS.c.alert_id)
        if after is not None:
            there = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(here > there if after.backwards else here < there)
        if after is not None and after.backwards:
            oldest_first = query.order_by(ALERTS.c.sorted_at, ALERTS.c.alert_id).limit(size)
            return [alert_of(row) for row in self.connection.execute(oldest_first)][::-1]
        newest_first = (ALERTS.c.sorted_at.desc(), ALERTS.c.alert_id.desc())
        rows = self.connection.execute(query.order_by(*newest_first).limit(size))
        return [alert_of(row) for row in rows]

    def of_thread(self, thread_id: UUID) -> Sequence[Alert]:
        """Return the messages of a thread, newest first; what was published leaves none out."""
        newest = (ALERTS.c.thread_number.desc(), ALERTS.c.created_at.desc())
        rows = self.connection.execute(
            select(ALERTS)
            .where(_of_thread(thread_id))
            .order_by(_PUBLISHED.desc(), *newest)
            .limit(MOST_OF_A_THREAD)
        )
        found = [alert_of(row) for row in rows]
        return sorted(found, key=lambda each: (each.thread.number, each.created_at), reverse=True)

    def standing_in(self, thread_id: UUID) -> Alert | None:
        """Return the message of a thread that stands now, or stood last."""
        row = self.connection.execute(
            select(ALERTS)
            .where(_of_thread(thread_id), _PUBLISHED, ALERTS.c.superseded_by.is_(None))
            .order_by(ALERTS.c.thread_number.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else alert_of(row)

    def open_drafts(self, thread_id: UUID) -> int:
        """Count the messages of a thread that were not issued and may still be."""
        editable = ALERTS.c.status.in_(sorted(status.name for status in EDITABLE))
        query = select(func.count()).select_from(ALERTS).where(_of_thread(thread_id), editable)
        return self.connection.scalar(query) or 0

    def awaiting_review(self, *, most: int) -> Sequence[Alert]:
        """Return those on which one person acted alone and nobody looked, soonest due first."""
        rows = self.connection.execute(
            select(ALERTS)
            .where(ALERTS.c.review_due_at.is_not(None), ALERTS.c.reviewed_by.is_(None))
            .order_by(ALERTS.c.review_due_at, ALERTS.c.alert_id)
            .limit(most)
        )
        return [alert_of(row) for row in rows]

    def owing_welsh(self, *, most: int) -> Sequence[Alert]:
        """Return those that are out without confirmed Welsh, soonest due first."""
        rows = self.connection.execute(
            select(ALERTS)
            .where(
                ALERTS.c.welsh_due_at.is_not(None),
                ALERTS.c.status == Status.ISSUED.name,
                ALERTS.c.superseded_by.is_(None),
            )
            .order_by(ALERTS.c.welsh_due_at, ALERTS.c.alert_id)
            .limit(most)
        )
        return [alert_of(row) for row in rows]

    def many(self, alert_ids: Collection[UUID]) -> Sequence[Alert]:
        """Return those of the alerts that there are, in no order."""
        rows = self.connection.execute(select(ALERTS).where(ALERTS.c.alert_id.in_(alert_ids)))
        return [alert_of(row) for row in rows]

    def next_due(self, at: datetime, *, but: Collection[UUID]) -> UUID | None:
        """Return the current alert whose expiry came first, locked; those of others are left."""
        found: UUID | None = self.connection.scalar(
            select(ALERTS.c.alert_id)
            .where(
                ALERTS.c.status == Status.ISSUED.name,
                ALERTS.c.superseded_by.is_(None),
                ALERTS.c.expires_at <= at,
                ALERTS.c.alert_id.not_in(but),
            )
            .order_by(ALERTS.c.expires_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return found

    def published(self) -> Sequence[Alert]:
        """Return every alert that was ever issued, oldest first."""
        rows = self.connection.execute(
            select(ALERTS)
            .where(ALERTS.c.status.in_(sorted(status.name for status in PUBLISHED)))
            .order_by(ALERTS.c.sorted_at)
        )
        return [alert_of(row) for row in rows]

    def handled_by(self, subject: str) -> Sequence[Alert]:
        """Return the alerts in which a person had a hand, oldest first."""
        rows = self.connection.execute(
            select(ALERTS).where(_handled_by(subject)).order_by(ALERTS.c.created_at)
        )
        return [alert_of(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; the digest keeps what was approved."""
        renamed = {
            name: func.array_replace(ALERTS.c[name], subject, pseudonym)
            for name in ("hands", "named_subjects")
        } | {name: func.replace(ALERTS.c[name], subject, pseudonym) for name in _NAMING}
        return self.connection.execute(
            update(ALERTS).where(_handled_by(subject)).values(renamed)
        ).rowcount


def _of_thread(thread_id: UUID) -> ColumnElement[bool]:
    return or_(ALERTS.c.thread_id == thread_id, ALERTS.c.alert_id == thread_id)


def _seen(reader: Principal) -> ColumnElement[bool]:
    """Return whether `seen_by` returns anything, as SQL: a test holds them equal."""
    heard_by_all = and_(
        ALERTS.c.status.in_(sorted(status.name for status in PUBLISHED)),
        ALERTS.c.content["urgency"].astext == Urgency.IMMEDIATE.value,
        func.coalesce(_CAP_STATUS, "") != CapStatus.TEST.value,
    )
    return or_(_readable(reader), heard_by_all)


def _readable(reader: Principal) -> ColumnElement[bool]:
    """Return Alert.readable_by as SQL, for the statuses asked for."""
    marking = and_(
        ALERTS.c.minimum_tier <= reader.tier.value,
        or_(ALERTS.c.closed_group.is_(None), ALERTS.c.closed_group.in_(reader.groups)),
        or_(
            func.cardinality(ALERTS.c.named_subjects) == 0,
            literal(reader.subject or "") == any_(ALERTS.c.named_subjects),
        ),
    )
    if not is_staff(reader):
        marking = and_(marking, func.coalesce(_CAP_STATUS, "") != CapStatus.TEST.value)
    if reader.subject is None:
        return marking
    own_draft = and_(
        ALERTS.c.status.not_in(sorted(status.name for status in PUBLISHED)),
        literal(reader.subject) == any_(ALERTS.c.hands),
    )
    return or_(marking, own_draft)


def _handled_by(subject: str) -> ColumnElement[bool]:
    return or_(
        literal(subject) == any_(ALERTS.c.hands),
        literal(subject) == any_(ALERTS.c.named_subjects),
        ALERTS.c.issued_by == subject,
        ALERTS.c.proposed_by == subject,
        ALERTS.c.ended_by == subject,
        ALERTS.c.returned_by == subject,
        ALERTS.c.reviewed_by == subject,
        ALERTS.c.welsh_confirmed_by == subject,
    )
