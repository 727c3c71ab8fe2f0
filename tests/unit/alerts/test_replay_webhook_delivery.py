"""An owner has one delivery sent once more."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.alerts.domain.delivery import Delivery, HandOver, Outcome, State
from services.alerts.domain.errors import (
    AlertOutOfDate,
    DeliveryNotFound,
    DeliveryUnderWay,
    WebhookNotFound,
)
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.replay_webhook_delivery import ReplayWebhookDelivery
from tests.fakes.alerts import NOON, issued
from tests.fakes.webhooks import COLLEAGUE, STRANGER, registered

SENT = HandOver(outcome=Outcome.TAKEN, why="status 204")


@pytest.fixture
def replay(unit_of_work, clock) -> ReplayWebhookDelivery:
    return ReplayWebhookDelivery(unit_of_work=unit_of_work, clock=clock)


def delivered(stores, to, alert=None, **more) -> Delivery:
    out = alert or issued()
    stores.alerts.kept[out.alert_id] = out
    row = Delivery.queued(uuid4(), out, to.webhook_id, Channel.WEBHOOK, at=NOON)
    sent = replace(row.settled(SENT, NOON), **more)
    stores.deliveries.add([sent])
    return sent


@pytest.mark.parametrize("state", [State.SENT, State.DEAD, State.PERMANENT, State.DROPPED])
def test_it_waits_again_under_the_same_id(replay, stores, state) -> None:
    there = registered(stores)
    row = delivered(stores, there, state=state)
    line = replay(COLLEAGUE, webhook_id=there.webhook_id, delivery_id=row.delivery_id)
    now = stores.deliveries.find(row.delivery_id)
    assert line.what == now
    assert (State.QUEUED, 0, NOON) == (now.state, now.attempts, now.due_at)
    assert ["alerts:replay-webhook-delivery"] == [each[1] for each in stores.audit.rows]
    with pytest.raises(DeliveryUnderWay):
        replay(COLLEAGUE, webhook_id=there.webhook_id, delivery_id=row.delivery_id)


def test_an_alert_never_arrives_after_its_end(replay, stores, clock) -> None:
    there = registered(stores)
    row = delivered(stores, there)
    ended = stores.alerts.get(row.alert_id).withdraw(by="approver", why="wrong", at=NOON)
    stores.alerts.save(ended)
    with pytest.raises(AlertOutOfDate):
        replay(COLLEAGUE, webhook_id=there.webhook_id, delivery_id=row.delivery_id)
    other = delivered(stores, there)
    clock.pass_(hours=7)
    with pytest.raises(AlertOutOfDate):
        replay(COLLEAGUE, webhook_id=there.webhook_id, delivery_id=other.delivery_id)


def test_nor_after_an_update_took_its_place(replay, stores) -> None:
    there = registered(stores)
    row = delivered(stores, there)
    stores.alerts.save(stores.alerts.get(row.alert_id).succeeded(by=uuid4(), at=NOON))
    with pytest.raises(AlertOutOfDate):
        replay(COLLEAGUE, webhook_id=there.webhook_id, delivery_id=row.delivery_id)


def test_parent_and_child_are_looked_at_together(replay, stores) -> None:
    mine, other = registered(stores), registered(stores)
    row = delivered(stores, mine)
    with pytest.raises(DeliveryNotFound):
        replay(COLLEAGUE, webhook_id=other.webhook_id, delivery_id=row.delivery_id)
    with pytest.raises(DeliveryNotFound):
        replay(COLLEAGUE, webhook_id=mine.webhook_id, delivery_id=uuid4())
    with pytest.raises(WebhookNotFound):
        replay(STRANGER, webhook_id=mine.webhook_id, delivery_id=row.delivery_id)
    assert State.SENT is stores.deliveries.find(row.delivery_id).state
