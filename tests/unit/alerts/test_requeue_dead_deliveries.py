"""All that was given up of a channel is tried again, whoever may read the alerts."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.usecases import requeue_dead_deliveries
from services.alerts.usecases.requeue_dead_deliveries import RequeueDeadDeliveries
from tests.fakes.alerts import NOON, issued, person

OPERATOR = person("ops", "platform-admin", tier=Tier.REGISTERED)
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


@pytest.fixture
def requeue(unit_of_work, clock) -> RequeueDeadDeliveries:
    return RequeueDeadDeliveries(unit_of_work=unit_of_work, clock=clock)


def dead(stores, channel: Channel = Channel.SMS, **given) -> Delivery:
    alert = issued(**given)
    stores.alerts.kept[alert.alert_id] = alert
    row = Delivery.queued(uuid4(), alert, uuid4(), channel, at=NOON)
    row = replace(row, state=State.DEAD, attempts=12)
    stores.deliveries.add([row])
    return row


def state_of(stores, row: Delivery) -> State:
    return stores.deliveries.kept[row.delivery_id].state


def test_also_those_of_alerts_that_they_may_not_read_and_of_no_other_channel(
    requeue, stores
) -> None:
    hidden, open_one = dead(stores, marking=AMBER), dead(stores)
    mail = dead(stores, Channel.EMAIL)
    assert (2, False) == requeue(OPERATOR, Channel.SMS)
    assert {State.QUEUED} == {state_of(stores, each) for each in (hidden, open_one)}
    assert State.DEAD is state_of(stores, mail)
    assert [("ops", "alerts:requeue-dead-deliveries", "SMS")] == [
        each[:3] for each in stores.audit.rows
    ]
    assert ["alerts.deliveries-requeued"] == [each.metric for each in stores.outbox.events]


def test_nothing_whose_time_is_over_and_nothing_is_noted_then(requeue, stores, clock) -> None:
    row = dead(stores)
    clock.pass_(hours=7)
    assert (0, False) == requeue(OPERATOR, Channel.SMS)
    assert State.DEAD is state_of(stores, row)
    assert ([], []) == (stores.audit.rows, stores.outbox.events)


def test_more_than_at_once_is_said(requeue, stores, monkeypatch) -> None:
    monkeypatch.setattr(requeue_dead_deliveries, "AT_ONCE", 2)
    monkeypatch.setattr(requeue_dead_deliveries, "MOST", 4)
    for _ in range(5):
        dead(stores)
    assert (4, True) == requeue(OPERATOR, Channel.SMS)
    assert (1, False) == requeue(OPERATOR, Channel.SMS)
