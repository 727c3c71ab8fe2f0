"""Owners see whether their endpoint works."""

import pytest

from services.alerts.domain.delivery import State
from services.alerts.domain.errors import TooManyPings, WebhookNotFound
from services.alerts.domain.ping import MOST_IN_A_MINUTE
from services.alerts.usecases.ping_webhook import PingWebhook
from tests.fakes.alerts import key
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import COLLEAGUE, STRANGER, registered


@pytest.fixture
def ping(unit_of_work, clock) -> PingWebhook:
    return PingWebhook(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_a_ping_waits_and_the_same_key_gives_the_same(ping, stores) -> None:
    there = registered(stores)
    first = ping(COLLEAGUE, webhook_id=there.webhook_id, key=key())
    assert State.QUEUED is first.what.state
    assert first == ping(COLLEAGUE, webhook_id=there.webhook_id, key=key())
    assert [first.what] == list(stores.webhooks.pings.values())
    assert [("alerts.webhook-pinged", "live")] == [
        (each.metric, each.detail) for each in stores.outbox.events
    ]


def test_there_are_five_in_a_minute_and_no_more(ping, stores, clock) -> None:
    there = registered(stores)
    for number in range(MOST_IN_A_MINUTE):
        ping(COLLEAGUE, webhook_id=there.webhook_id, key=key(str(number)))
    with pytest.raises(TooManyPings):
        ping(COLLEAGUE, webhook_id=there.webhook_id, key=key("more"))
    clock.pass_(minutes=1)
    assert ping(COLLEAGUE, webhook_id=there.webhook_id, key=key("more"))


def test_nobody_pings_what_is_not_theirs(ping, stores) -> None:
    there = registered(stores)
    with pytest.raises(WebhookNotFound):
        ping(STRANGER, webhook_id=there.webhook_id, key=key())
