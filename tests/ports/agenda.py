"""What the agenda must say, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.alerts.domain.content import Severity
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.ping import LOST_AFTER, Ping
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.agenda_ports import Agenda, Earliest, Task
from tests.fakes.alerts import NOON, issued, submitted
from tests.fakes.sites import own_level
from tests.ports.cascade_stores import a_step
from tests.ports.delivery_stores import MINUTE, TAKEN, claimed, queued
from tests.ports.paging_store import a_page, a_run

Open = Callable[[], AbstractContextManager[Any]]


def earliest(agenda: Agenda, task: Task) -> set[Earliest]:
    """Return what is said of one task."""
    return {each for each in agenda.earliest() if each.task is task}


def at(task: Task, **minutes: Any) -> set[Earliest]:
    """Return what is said of a task that is one queue, due so long after noon."""
    return {Earliest(task=task, due_at=NOON + timedelta(**minutes))}


class AgendaSuite:
    """Run with fixtures: `unit_of_work` opens transactions on empty stores, `agenda` reads them.

    `leads` makes people security leads of organisations.
    """

    def test_of_nothing_that_waits_nothing_is_said(self, agenda: Agenda) -> None:
        assert [] == list(agenda.earliest())

    def test_the_first_dispatch_of_each_priority_that_is_not_done(
        self, agenda: Agenda, unit_of_work: Open
    ) -> None:
        minor, later, done = (
            Dispatch.of(issued(severity=Severity.MINOR), at=NOON + minutes * MINUTE)
            for minutes in (1, 2, 0)
        )
        extreme = Dispatch.of(issued(severity=Severity.EXTREME), at=NOON + 3 * MINUTE)
        with unit_of_work() as tx:
            for each in (minor, later, done.finished(NOON), extreme):
                tx.dispatches.add(each)
        assert earliest(agenda, Task.QUEUE) == {
            Earliest(task=Task.QUEUE, due_at=NOON + MINUTE, priority=3),
            Earliest(task=Task.QUEUE, due_at=NOON + 3 * MINUTE, priority=0),
        }

    def test_the_first_delivery_of_each_channel_and_priority_that_waits(
        self, agenda: Agenda, unit_of_work: Open
    ) -> None:
        minor, extreme = issued(severity=Severity.MINOR), issued(severity=Severity.EXTREME)
        with unit_of_work() as tx:
            tx.deliveries.add(
                [
                    queued(minor, due_at=NOON + 2 * MINUTE),
                    queued(minor, due_at=NOON + MINUTE),
                    queued(minor).settled(TAKEN, NOON),
                    queued(extreme, channel=Channel.WEBHOOK, due_at=NOON),
                ]
            )
        mail = Earliest(task=Task.SEND, due_at=NOON + MINUTE, channel=Channel.EMAIL, priority=3)
        post = Earliest(task=Task.SEND, due_at=NOON, channel=Channel.WEBHOOK, priority=0)
        assert {mail, post} == earliest(agenda, Task.SEND)
        assert claimed(unit_of_work, Channel.WEBHOOK)
        assert {mail} == earliest(agenda, Task.SEND)
        assert earliest(agenda, Task.RECOVER) == at(Task.RECOVER, minutes=1)

    def test_the_end_of_what_stands(self, agenda: Agenda, unit_of_work: Open) -> None:
        first, second, over = (
            issued(expires_at=NOON + timedelta(hours=hours)) for hours in (3, 2, 1)
        )
        with unit_of_work() as tx:
            for each in (first, second, over):
                tx.alerts.add(each)
            tx.alerts.save(over.expire(at=NOON + timedelta(hours=1)))
        assert earliest(agenda, Task.EXPIRE) == at(Task.EXPIRE, hours=2)

    def test_the_step_that_has_waited_for_longest(self, agenda: Agenda, unit_of_work: Open) -> None:
        alert_id = uuid4()
        with unit_of_work() as tx:
            tx.cascades.begin(
                [
                    a_step("LON", alert_id=alert_id, due_at=NOON + 2 * MINUTE),
                    a_step("WAL", alert_id=alert_id, due_at=NOON + MINUTE),
                ]
            )
        assert earliest(agenda, Task.CLIMB) == at(Task.CLIMB, minutes=1)

    def test_the_first_page_that_is_not_settled(self, agenda: Agenda, unit_of_work: Open) -> None:
        run = a_run(submitted())
        waits = a_page(run, "waits", due_at=NOON + MINUTE)
        sent = a_page(run, "sent", due_at=NOON)
        with unit_of_work() as tx:
            tx.paging.queue([waits, sent])
            tx.paging.settle(replace(sent, sent_at=NOON))
        assert earliest(agenda, Task.PAGE) == at(Task.PAGE, minutes=1)

    def test_a_ping_that_waits_or_whose_sender_died(
        self, agenda: Agenda, unit_of_work: Open
    ) -> None:
        ping = Ping(ping_id=uuid4(), webhook_id=uuid4(), asked_at=NOON)
        with unit_of_work() as tx:
            tx.webhooks.keep_ping(ping.begun(NOON))
        assert {Earliest(task=Task.PING, due_at=NOON + LOST_AFTER)} == earliest(agenda, Task.PING)
        with unit_of_work() as tx:
            tx.webhooks.keep_ping(replace(ping, ping_id=uuid4()))
        assert earliest(agenda, Task.PING) == at(Task.PING)
        with unit_of_work() as tx:
            tx.webhooks.keep_ping(ping.begun(NOON).lost())
        assert earliest(agenda, Task.PING) == at(Task.PING)

    def test_the_first_mail_about_premises_that_is_not_settled(
        self, agenda: Agenda, unit_of_work: Open, leads: Callable[..., None]
    ) -> None:
        own = own_level(NOON)
        leads(("lead", own.organisation_id))
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            tx.site_overrides.notify([own], but=None, at=NOON)
        assert earliest(agenda, Task.TELL_SITE) == at(Task.TELL_SITE)
        with unit_of_work() as tx:
            notice = tx.site_overrides.due_notice(NOON)
            tx.site_overrides.settle(replace(notice, sent_at=NOON))
        assert not earliest(agenda, Task.TELL_SITE)
