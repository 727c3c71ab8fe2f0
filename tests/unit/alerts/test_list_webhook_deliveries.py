"""The delivery log of an endpoint."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.alerts.domain.delivery import Delivery
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.errors import WebhookNotFound
from services.alerts.domain.ping import Ping
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.list_webhook_deliveries import ListWebhookDeliveries
from tests.fakes.alerts import NOON, issued
from tests.fakes.webhooks import COLLEAGUE, STRANGER, registered


def test_pages_of_alerts_and_pings_miss_nothing_newest_first(unit_of_work, stores) -> None:
    there = registered(stores)
    wanted = []
    for number in range(5):
        at = NOON + timedelta(minutes=number // 2)  # some at the same moment
        if number % 2:
            ping = Ping(ping_id=uuid4(), webhook_id=there.webhook_id, asked_at=at)
            stores.webhooks.keep_ping(ping)
            wanted.append((at, ping.ping_id))
        else:
            alert = issued()
            stores.dispatches.add(Dispatch.of(alert, at=at))
            row = Delivery.queued(uuid4(), alert, there.webhook_id, Channel.WEBHOOK, at=at)
            stores.deliveries.add([row])
            wanted.append((at, row.delivery_id))
    show, seen, after = ListWebhookDeliveries(unit_of_work=unit_of_work), [], None
    while True:
        page, after = show(COLLEAGUE, webhook_id=there.webhook_id, after=after, size=2)
        seen += [(line.place.at, line.place.item_id) for line in page]
        if after is None:
            break
    assert sorted(wanted, reverse=True) == seen


def test_it_is_its_organisations_alone(unit_of_work, stores) -> None:
    there = registered(stores)
    with pytest.raises(WebhookNotFound):
        ListWebhookDeliveries(unit_of_work=unit_of_work)(
            STRANGER, webhook_id=there.webhook_id, after=None, size=20
        )
