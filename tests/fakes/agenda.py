"""What waits in the stores in memory, and when the first of each kind is due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import StepState
from services.alerts.domain.delivery import WAITING, State
from services.alerts.domain.ping import LOST_AFTER, Ping
from services.alerts.usecases.agenda_ports import Earliest, Task
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.plumbing import MemoryUnitOfWork


@dataclass
class MemoryAgenda:
    """Looks through all that is kept."""

    unit_of_work: MemoryUnitOfWork[MemoryAlertsStores]

    def earliest(self) -> Sequence[Earliest]:
        first: dict[tuple[Any, ...], Earliest] = {}
        for each in self._all():
            place = (each.task, each.channel, each.priority)
            if place not in first or each.due_at < first[place].due_at:
                first[place] = each
        return list(first.values())

    def _all(self) -> Iterator[Earliest]:
        kept = self.unit_of_work.stores
        for each in kept.dispatches.kept.values():
            if each.finished_at is None:
                yield Earliest(task=Task.QUEUE, due_at=each.due_at, priority=each.priority)
        for each in kept.deliveries.kept.values():
            if each.state in WAITING:
                yield Earliest(
                    task=Task.SEND,
                    due_at=each.due_at,
                    channel=each.channel,
                    priority=each.priority,
                )
        yield from _of(Task.RECOVER, (until for _, until in kept.deliveries.held.values()))
        yield from _of(
            Task.EXPIRE,
            (
                each.content.expires_at
                for each in kept.alerts.kept.values()
                if each.status is Status.ISSUED and each.successor is None
            ),
        )
        steps = kept.cascades.kept.values()
        yield from _of(Task.CLIMB, (e.due_at for e in steps if e.state is StepState.WAITING))
        yield from _of(
            Task.PAGE,
            (
                each.due_at
                for each in kept.paging.pages.values()
                if each.sent_at is None and not each.given_up and not each.dropped
            ),
        )
        yield from _of(Task.PING, filter(None, map(_ping_due, kept.webhooks.pings.values())))
        yield from _of(
            Task.TELL_SITE,
            (
                each.due_at
                for each in kept.site_overrides.notices.values()
                if each.sent_at is None and not each.given_up
            ),
        )


def _of(task: Task, moments: Iterable[datetime | None]) -> Iterator[Earliest]:
    return (Earliest(task=task, due_at=each) for each in moments if each is not None)


def _ping_due(ping: Ping) -> datetime | None:
    match ping.state:
        case State.QUEUED:
            return ping.asked_at
        case State.SENDING if ping.begun_at is not None:
            return ping.begun_at + LOST_AFTER
        case _:
            return None
