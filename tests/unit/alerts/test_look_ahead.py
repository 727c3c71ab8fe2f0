"""One look says for all loops what there is to do, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.alerts.domain.content import Severity
from services.alerts.domain.delivery import URGENT
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.look_ahead import LookAhead, kind
from tests.fakes.agenda import MemoryAgenda
from tests.fakes.alerts import NOON, issued
from tests.ports.delivery_stores import MINUTE, queued


@pytest.fixture
def look_ahead(unit_of_work, clock) -> LookAhead:
    return LookAhead(agenda=MemoryAgenda(unit_of_work), clock=clock)


def test_where_nothing_waits_nobody_is_woken(look_ahead) -> None:
    assert {} == look_ahead()


def test_what_is_due_is_said_in_seconds_and_what_is_late_in_fewer_than_none(
    look_ahead, stores, clock
) -> None:
    stores.dispatches.add(Dispatch.of(issued(severity=Severity.MINOR), at=NOON + MINUTE))
    assert {kind(Task.QUEUE): 60.0} == look_ahead()
    clock.moment += 2 * MINUTE
    assert {kind(Task.QUEUE): -60.0} == look_ahead()


def test_what_is_urgent_wakes_those_who_take_that_alone_and_those_who_take_anything(
    look_ahead, stores
) -> None:
    minor = queued(issued(severity=Severity.MINOR), channel=Channel.SMS)
    severe = queued(issued(severity=Severity.SEVERE), channel=Channel.SMS)
    stores.deliveries.add([minor, replace(severe, due_at=NOON + timedelta(seconds=5))])
    anything = kind(Task.SEND, Channel.SMS)
    urgent = kind(Task.SEND, Channel.SMS, up_to=URGENT)
    assert {anything: 0.0, urgent: 5.0} == look_ahead()
