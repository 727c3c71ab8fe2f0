"""What is to be done and when, in PostgreSQL: one question, answered by the indexes of what waits.

Of deliveries, of which there may be very many, the first entry of an index is read for each channel
and priority; of the rest what waits is little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    SmallInteger,
    Text,
    TextClause,
    and_,
    cast,
    column,
    func,
    literal,
    null,
    select,
    text,
    union_all,
    values,
)

from chassis.postgres.engine import refusing_when_away
from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import StepState
from services.alerts.domain.delivery import PRIORITIES
from services.alerts.domain.ping import LOST_AFTER
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.postgres.cascade_tables import CASCADE_STEPS
from services.alerts.outbound.postgres.delivery_tables import DELIVERIES, DISPATCHES
from services.alerts.outbound.postgres.page_tables import PAGES
from services.alerts.outbound.postgres.site_tables import SITE_NOTICES
from services.alerts.outbound.postgres.tables import ALERTS
from services.alerts.outbound.postgres.webhook_tables import PINGS
from services.alerts.usecases.agenda_ports import Earliest, Task

# Written out, as the partial indexes have them: of a parameter no planner knows what it will be.
_WAITING: Final = text("deliveries.state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')")
_LEASED: Final = text("deliveries.state = 'SENDING'")
_ISSUED: Final = text("alerts.status = 'ISSUED'")
_STEP_WAITS: Final = text("cascade_steps.state = 'WAITING'")
_PAGE_WAITS: Final = text("sent_at IS NULL AND given_up = '' AND dropped = ''")
_PING_OPEN: Final = text("webhook_pings.state IN ('QUEUED', 'SENDING')")
_NOTICE_WAITS: Final = text("sent_at IS NULL AND given_up = ''")

assert Status.ISSUED.name == "ISSUED"
assert StepState.WAITING.name == "WAITING"


@dataclass(frozen=True, slots=True)
class PostgresAgenda:
    """The agenda, by connections of its own."""

    engine: Engine

    def earliest(self) -> Sequence[Earliest]:
        """Return when the first of each is due.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            rows = connection.execute(_EARLIEST).all()
        return [
            Earliest(
                task=Task(task),
                due_at=due_at,
                channel=None if channel is None else Channel(channel),
                priority=priority,
            )
            for task, channel, priority, due_at in rows
            if due_at is not None
        ]


def _first(
    task: Task, moment: ColumnElement[Any], *where: ColumnElement[bool] | TextClause
) -> Select[str, str, int, Any]:
    return select(
        _name(task), cast(null(), Text), cast(null(), SmallInteger), func.min(moment)
    ).where(*where)


def _name(task: Task) -> ColumnElement[str]:
    return literal(task.value, Text, literal_execute=True)


def _sends() -> Select[str, str, int, Any]:
    """Return the first of each channel and priority: as many looks into the index as of those."""
    each = values(column("channel", Text), column("priority", SmallInteger), name="each").data(
        [(channel.value, priority) for channel in Channel for priority in PRIORITIES.values()]
    )
    first = (
        select(func.min(DELIVERIES.c.due_at))
        .where(
            DELIVERIES.c.channel == each.c.channel,
            DELIVERIES.c.priority == each.c.priority,
            _WAITING,
        )
        .scalar_subquery()
    )
    return select(_name(Task.SEND), each.c.channel, each.c.priority, first)


def _queues() -> Select[str, str, int, Any]:
    return (
        select(
            _name(Task.QUEUE),
            cast(null(), Text),
            DISPATCHES.c.priority,
            func.min(DISPATCHES.c.due_at),
        )
        .where(DISPATCHES.c.finished_at.is_(None))
        .group_by(DISPATCHES.c.priority)
    )


_PING_DUE: Final = func.coalesce(PINGS.c.begun_at + literal(LOST_AFTER), PINGS.c.asked_at)
_EARLIEST: Final = union_all(
    _queues(),
    _sends(),
    _first(Task.RECOVER, DELIVERIES.c.leased_until, _LEASED),
    _first(Task.EXPIRE, ALERTS.c.expires_at, and_(_ISSUED, ALERTS.c.superseded_by.is_(None))),
    _first(Task.CLIMB, CASCADE_STEPS.c.due_at, _STEP_WAITS),
    _first(Task.PAGE, PAGES.c.due_at, _PAGE_WAITS),
    _first(Task.PING, _PING_DUE, _PING_OPEN),
    _first(Task.TELL_SITE, SITE_NOTICES.c.due_at, _NOTICE_WAITS),
)
